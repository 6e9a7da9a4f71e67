import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoBalanceStore } from '../infrastructure/dynamo-balance-store.ts';
import { listBalances as declaration } from './declaration.ts';
import { listBalances } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const balances = dynamoBalanceStore(platform.table, pager(platform.secrets));
  const customers = dynamoCustomerDirectory(platform.table);
  return httpOperation(declaration, platform, listBalances({ balances, customers }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
