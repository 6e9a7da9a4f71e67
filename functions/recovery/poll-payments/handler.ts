import { wirePaymentSignals } from '../../ingress/wire-payment-signals.ts';
import { scheduleOperation } from '../../kernel/operation/schedule-operation.ts';
import { systemContext } from '../../kernel/operation/system-context.ts';
import { listProviderWaits } from '../../kernel/persistence/provider-waits.ts';
import { awsFetch } from '../../kernel/platform/aws-fetch.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { dynamoTenantRoll } from '../../timers/infrastructure/dynamo-tenant-roll.ts';
import { pollPayments as declaration } from './declaration.ts';
import { pollPayments } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>;

export const wire = (platform: Needs) => {
  const { table, meter, log, clock, ids } = platform;
  const { operationId: operation } = declaration;
  const sources = {
    tenants: dynamoTenantRoll(table),
    waits: { list: (tenant: TenantContext) => listProviderWaits(table, tenant) },
    signals: wirePaymentSignals(platform),
    contextOf: (tenant: TenantContext) =>
      systemContext(platform, { tenant, operation, requestId: ids.nextGlobal('req') }),
  };
  return scheduleOperation(declaration, platform, pollPayments({ ...sources, meter, log, clock }));
};

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, fetch: awsFetch });
