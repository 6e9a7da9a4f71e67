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
import { sandboxNetwork } from '../../providers/sandbox/sandbox-network.ts';
import { simulateThirdPartyMandate as declaration } from './declaration.ts';
import { simulateThirdPartyMandate } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs): HttpHandler =>
  httpOperation(
    declaration,
    platform,
    simulateThirdPartyMandate({
      cards: dynamoCardStore(platform.table, pager(platform.secrets)),
      network: sandboxNetwork(platform),
      unitOfWork: unitOfWork(platform),
    }),
  );

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
  fetch: awsFetch,
});
