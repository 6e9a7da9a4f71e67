import { dynamoBalanceDirectory } from '../../balances/infrastructure/dynamo-balance-directory.ts';
import { spendCardWrites } from '../../balances/infrastructure/dynamo-spend-cards.ts';
import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxIssuer } from '../../providers/sandbox/issuer-processor.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { createVirtualCard as declaration } from './declaration.ts';
import { createVirtualCard, rereadCardData } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, random, ids } = platform;
  const cards = dynamoCardStore(table, pager(platform.secrets));
  const issuer = sandboxIssuer(platform);
  const directories = {
    customers: dynamoCustomerDirectory(table),
    balances: dynamoBalanceDirectory(table),
    spending: spendCardWrites,
    programs: dynamoProgramDirectory(table),
  };
  const work = unitOfWork(platform);
  const run = createVirtualCard({ cards, ...directories, issuer, unitOfWork: work, random, ids });
  return httpOperation(declaration, platform, { run, reread: rereadCardData({ cards, issuer, unitOfWork: work }) });
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  messageKeys: awsMessageKeys,
  secrets: awsSecrets,
  fetch: awsFetch,
});
