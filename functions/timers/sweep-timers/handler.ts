import { scheduleOperation } from '../../kernel/operation/schedule-operation.ts';
import { pager } from '../../kernel/persistence/page.ts';
import { awsQueues } from '../../kernel/platform/aws-queues.ts';
import { awsSecrets } from '../../kernel/platform/aws-secrets.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import { tenantClock } from '../../kernel/time/tenant-clock.ts';
import { dynamoTenantStore } from '../../tenants/infrastructure/dynamo-tenant-store.ts';
import { dynamoTimerStore } from '../infrastructure/dynamo-timer-store.ts';
import { tenantRoll } from '../infrastructure/tenant-roll.ts';
import { sweepTimers as declaration } from './declaration.ts';
import { sweepTimers } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'queues'>;

export const wire = (platform: Needs) =>
  scheduleOperation(
    declaration,
    platform,
    sweepTimers({
      tenants: tenantRoll(dynamoTenantStore(platform.table, pager(platform.secrets)), tenantDirectory(platform.table)),
      timers: dynamoTimerStore(platform.table),
      queues: platform.queues,
      meter: platform.meter,
      clockOf: (tenant) => tenantClock(platform.table, tenant, platform.clock),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, secrets: awsSecrets, queues: awsQueues });
