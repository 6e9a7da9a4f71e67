import { dynamoCardOrderStore } from '../../cards/infrastructure/dynamo-card-order-store.ts';
import { dynamoCardStore } from '../../cards/infrastructure/dynamo-card-store.ts';
import type { HttpHandler } from '../../kernel/operation/http-operation.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxPlastics } from '../../providers/sandbox/sandbox-plastics.ts';
import { simulateDelivery as declaration } from './declaration.ts';
import { simulateDelivery } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs): HttpHandler => {
  const cards = dynamoCardStore(platform.table, pager(platform.secrets));
  const orders = dynamoCardOrderStore(platform.table);
  const deps = { cards, orders, twin: sandboxPlastics(platform), unitOfWork: unitOfWork(platform) };
  return httpOperation(declaration, platform, simulateDelivery(deps));
};

const builders = { table: awsTable, secrets: awsSecrets, messageKeys: awsMessageKeys, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
