import { dynamoHolderStanding } from '../../balances/infrastructure/dynamo-held-balances.ts';
import { httpOperation } from '../../kernel/operation/http-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { unitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { sandboxKyc } from '../../providers/sandbox/kyc-provider.ts';
import { dynamoCustomerStore } from '../infrastructure/dynamo-customer-store.ts';
import { dynamoKycStore } from '../infrastructure/dynamo-kyc-store.ts';
import { submitVerificationOtp as declaration } from './declaration.ts';
import { submitVerificationOtp } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'messageKeys' | 'fetch'>;

export const wire = (platform: Needs) =>
  httpOperation(
    declaration,
    platform,
    submitVerificationOtp({
      customers: dynamoCustomerStore(platform.table, pager(platform.secrets)),
      cases: dynamoKycStore(platform.table),
      standing: dynamoHolderStanding(platform.table),
      provider: sandboxKyc(platform),
      unitOfWork: unitOfWork(platform),
      ids: platform.ids,
    }),
  );

export const handler = lambdaHandler(declaration, wire, {
  table: awsTable,
  secrets: awsSecrets,
  messageKeys: awsMessageKeys,
  fetch: awsFetch,
});
