import { dynamoBalanceDirectory } from '../../balances/infrastructure/dynamo-balance-directory.ts';
import { spendCardWrites } from '../../balances/infrastructure/dynamo-spend-cards.ts';
import { cardIssuing } from '../../cards/card-issuing.ts';
import { cardOrdering } from '../../cards/card-ordering.ts';
import { dynamoCardOrderStore } from '../../cards/infrastructure/dynamo-card-order-store.ts';
import { dynamoCardStore } from '../../cards/infrastructure/dynamo-card-store.ts';
import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { taskOperation } from '../../kernel/operation/task-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { issuerProcessor } from '../../providers/issuer-processors.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoIssuanceStore } from '../infrastructure/dynamo-issuance-store.ts';
import { issueCard as declaration } from './declaration.ts';
import { issueCard } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, random, ids, secrets } = platform;
  const known = {
    customers: dynamoCustomerDirectory(table),
    balances: dynamoBalanceDirectory(table),
    programs: dynamoProgramDirectory(table),
  };
  const made = { cards: dynamoCardStore(table, pager(secrets)), spending: spendCardWrites };
  const cards = cardIssuing({ ...known, ...made, issuer: issuerProcessor(platform), random });
  const ordering = cardOrdering({ ...known, orders: dynamoCardOrderStore(table), ids });
  const steps = { issuances: dynamoIssuanceStore(table), unitOfWork: unitOfWork(platform) };
  return taskOperation(declaration, platform, issueCard({ ...steps, cards, ordering }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, fetch: awsFetch });
