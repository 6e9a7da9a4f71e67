import { dynamoCardStore } from '../../cards/infrastructure/dynamo-card-store.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoCardMandateStore } from '../infrastructure/dynamo-card-mandate-store.ts';
import { listOwnCardMandates as declaration } from './declaration.ts';
import { listOwnCardMandates } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const { table, secrets } = platform;
  const pages = pager(secrets);
  const stores = { cards: dynamoCardStore(table, pages), mandates: dynamoCardMandateStore(table, pages) };
  return httpOperation(declaration, platform, listOwnCardMandates(stores));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
