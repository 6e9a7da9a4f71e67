import { balanceOpening } from '../../balances/balance-opening.ts';
import { dynamoBalanceDirectory } from '../../balances/infrastructure/dynamo-balance-directory.ts';
import { dynamoBalanceStore } from '../../balances/infrastructure/dynamo-balance-store.ts';
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
import { ensureBalance as declaration } from './declaration.ts';
import { ensureBalance } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table } = platform;
  const work = { unitOfWork: unitOfWork(platform) };
  const opening = balanceOpening({
    balances: dynamoBalanceStore(table, pager(platform.secrets)),
    customers: dynamoCustomerDirectory(table),
    programs: dynamoProgramDirectory(table),
    issuer: issuerProcessor(platform),
    ...work,
  });
  const balances = dynamoBalanceDirectory(table);
  const useCase = ensureBalance({ issuances: dynamoIssuanceStore(table), balances, opening, ...work });
  return taskOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, fetch: awsFetch });
