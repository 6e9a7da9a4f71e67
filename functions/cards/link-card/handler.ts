import { spendCardWrites } from '../../balances/infrastructure/dynamo-spend-cards.ts';
import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { taskOperation } from '../../kernel/operation/task-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { issuerProcessor } from '../../providers/issuer-processors.ts';
import { dynamoCardReplacements } from '../infrastructure/dynamo-card-replacements.ts';
import { dynamoCardStore } from '../infrastructure/dynamo-card-store.ts';
import { dynamoOrderSteps } from '../wire-order-steps.ts';
import { linkCard as declaration } from './declaration.ts';
import { linkCard } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, random, secrets } = platform;
  const useCase = linkCard({
    ...dynamoOrderSteps(platform),
    cards: dynamoCardStore(table, pager(secrets)),
    replacements: dynamoCardReplacements(table),
    customers: dynamoCustomerDirectory(table),
    spending: spendCardWrites,
    issuer: issuerProcessor(platform),
    random,
  });
  return taskOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, fetch: awsFetch });
