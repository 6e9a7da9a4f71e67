import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { issuerProcessor } from '../../providers/issuer-processors.ts';
import { cardOrdering } from '../card-ordering.ts';
import { wireDirectories } from '../wire-directories.ts';
import { dynamoCardOrderStore } from '../infrastructure/dynamo-card-order-store.ts';
import { dynamoCardReplacements } from '../infrastructure/dynamo-card-replacements.ts';
import { wireCardStatus } from '../wire-card-status.ts';
import { replaceCard as declaration } from './declaration.ts';
import { replaceCard } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, random, ids } = platform;
  const directories = wireDirectories(table);
  const orders = dynamoCardOrderStore(table);
  const ordering = cardOrdering({ ...directories, orders, ids });
  const replacements = dynamoCardReplacements(table);
  const status = { ...wireCardStatus(platform), issuer: issuerProcessor(platform) };
  const deps = { ...status, ...directories, orders, ordering, replacements, random, ids };
  return httpOperation(declaration, platform, replaceCard(deps));
};

const builders = { table: awsTable, messageKeys: awsMessageKeys, secrets: awsSecrets, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
