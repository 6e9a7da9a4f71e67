import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoBalanceDirectory } from '../infrastructure/dynamo-balance-directory.ts';
import { dynamoTransactionFinder } from '../infrastructure/dynamo-transaction-history.ts';
import { getTransaction as declaration } from './declaration.ts';
import { getTransaction } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table'>;

export const wire = (platform: Needs) => {
  const programs = dynamoProgramDirectory(platform.table);
  const transactions = dynamoTransactionFinder(platform.table);
  const balances = dynamoBalanceDirectory(platform.table);
  return httpOperation(declaration, platform, getTransaction({ programs, transactions, balances }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable });
