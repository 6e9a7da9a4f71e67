import { dynamoCustomerDirectory } from '../../customers/infrastructure/dynamo-customer-directory.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoBalanceStore } from '../infrastructure/dynamo-balance-store.ts';
import { dynamoHeldBalances } from '../infrastructure/dynamo-held-balances.ts';
import { ledgerWrites } from '../infrastructure/dynamo-ledger.ts';
import { dynamoLimitUsage, dynamoPersonLimits } from '../infrastructure/dynamo-person-limits.ts';
import { transfer as declaration } from './declaration.ts';
import { transfer } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys'>;

export const wire = (platform: Needs) => {
  const { table, secrets, ids } = platform;
  const useCase = transfer({
    balances: dynamoBalanceStore(table, pager(secrets)),
    customers: dynamoCustomerDirectory(table),
    programs: dynamoProgramDirectory(table),
    limits: dynamoPersonLimits(secrets),
    held: dynamoHeldBalances(table),
    usage: dynamoLimitUsage(table),
    ledger: ledgerWrites,
    unitOfWork: unitOfWork(platform),
    ids,
  });
  return httpOperation(declaration, platform, useCase);
};

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
});
