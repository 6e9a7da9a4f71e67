import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxBank } from '../../providers/sandbox/bank.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoBankAccountStore } from '../infrastructure/dynamo-bank-account-store.ts';
import { createBankAccount as declaration } from './declaration.ts';
import { createBankAccount } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, ids } = platform;
  const stores = { customers: dynamoCustomerDirectory(table), bankAccounts: dynamoBankAccountStore(table) };
  const programs = dynamoProgramDirectory(table);
  const deps = { ...stores, programs, vault: sandboxBank(platform), unitOfWork: unitOfWork(platform), ids };
  return httpOperation(declaration, platform, createBankAccount(deps));
};

const builders = { table: awsTable, secrets: awsSecrets, messageKeys: awsMessageKeys, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
