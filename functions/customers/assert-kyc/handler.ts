import { dynamoHeldBalances, dynamoHolderStanding } from '../../balances/infrastructure/dynamo-held-balances.ts';
import { dynamoLimitUsage, dynamoPersonUsage } from '../../balances/infrastructure/dynamo-person-limits.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { dynamoProgramDirectory } from '../../tenants/infrastructure/dynamo-program-directory.ts';
import { dynamoCustomerStore } from '../infrastructure/dynamo-customer-store.ts';
import { dynamoKycStore } from '../infrastructure/dynamo-kyc-store.ts';
import { assertKyc as declaration } from './declaration.ts';
import { assertKyc } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    assertKyc({
      customers: dynamoCustomerStore(platform.table, pager(platform.secrets)),
      cases: dynamoKycStore(platform.table),
      balances: dynamoHeldBalances(platform.table),
      standing: dynamoHolderStanding(platform.table),
      usage: dynamoLimitUsage(platform.table),
      personUsage: dynamoPersonUsage(platform.table, platform.secrets),
      programs: dynamoProgramDirectory(platform.table),
      unitOfWork: unitOfWork(platform),
      ids: platform.ids,
    }),
  );

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
});
