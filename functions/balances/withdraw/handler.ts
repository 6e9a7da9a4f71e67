import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxBank } from '../../providers/sandbox/bank.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoBankAccountStore } from '../infrastructure/dynamo-bank-account-store.ts';
import { dynamoLoadStore } from '../infrastructure/dynamo-load-store.ts';
import { dynamoTransactionHistory } from '../infrastructure/dynamo-transaction-history.ts';
import { dynamoWithdrawing } from '../infrastructure/dynamo-withdrawing.ts';
import { withdraw as declaration } from './declaration.ts';
import { withdraw } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, secrets } = platform;
  const payee = {
    accounts: dynamoBankAccountStore(table),
    loads: dynamoLoadStore(table),
    history: dynamoTransactionHistory(table, pager(secrets)),
  };
  const others = { customers: dynamoCustomerDirectory(table), programs: dynamoProgramDirectory(table) };
  const deps = { ...dynamoWithdrawing(platform), ...payee, ...others, transfers: sandboxBank(platform) };
  return httpOperation(declaration, platform, withdraw(deps));
};

const builders = { table: awsTable, secrets: awsSecrets, messageKeys: awsMessageKeys, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
