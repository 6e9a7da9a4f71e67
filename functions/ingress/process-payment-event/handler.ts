import { queueOperation } from '../../kernel/operation/queue-operation.ts';
import { systemContexts } from '../../kernel/operation/system-context.ts';
import type { ReferenceSpace } from '../../kernel/persistence/provider-reference.ts';
import { findReferenceOwner } from '../../kernel/persistence/provider-reference.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsMessageKeys } from '../../kernel/platform/aws-message-keys.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { razorpayAccounts } from '../../providers/razorpay/accounts.ts';
import { dynamoInboundStore } from '../infrastructure/dynamo-inbound-store.ts';
import { wirePaymentSignals } from '../wire-payment-signals.ts';
import { processPaymentEvent as declaration } from './declaration.ts';
import { processPaymentEvent } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'messageKeys' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, meter } = platform;
  const accounts = razorpayAccounts(platform);
  const deps = {
    inbound: dynamoInboundStore(platform),
    signals: wirePaymentSignals(platform),
    findOwner: (space: ReferenceSpace, reference: string) => findReferenceOwner(table, space, reference),
    accountOf: async (tenant: TenantContext) => (await accounts(tenant)).accountId,
    contextOf: systemContexts(platform, declaration.operationId),
  };
  return queueOperation(declaration, platform, processPaymentEvent({ ...deps, meter }));
};

const builders = { table: awsTable, messageKeys: awsMessageKeys, secrets: awsSecrets, fetch: awsFetch };
export const handler = lambdaHandler(declaration, wire, builders);
