import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { dynamoGatewayFees } from '../../economics/infrastructure/dynamo-fee-schedules.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
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
import { dynamoMoney } from '../infrastructure/dynamo-money.ts';
import { loadBalance as declaration } from './declaration.ts';
import { loadBalance } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table } = platform;
  const money = { ...dynamoMoney(platform), customers: dynamoCustomerDirectory(table) };
  const bank = { bankAccounts: dynamoBankAccountStore(table), transfers: sandboxBank(platform) };
  const programs = dynamoProgramDirectory(table);
  const loads = { loads: dynamoLoadStore(table), fees: dynamoGatewayFees(table) };
  const useCase = loadBalance({ ...money, ...bank, ...loads, programs });
  return httpOperation(declaration, platform, useCase);
};

const builders = { table: awsTable, secrets: awsSecrets, messageKeys: awsMessageKeys, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
