import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoTransactionHistory } from '../infrastructure/dynamo-transaction-history.ts';
import { listTenantTransactions as declaration } from './declaration.ts';
import { listTenantTransactions } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets'>;

export const wire = (platform: Needs) => {
  const programs = dynamoProgramDirectory(platform.table);
  const history = dynamoTransactionHistory(platform.table, pager(platform.secrets));
  return httpOperation(declaration, platform, listTenantTransactions({ programs, history }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets });
