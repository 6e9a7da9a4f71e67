import { scheduleOperation } from '../../kernel/operation/schedule-operation.ts';
import { awsQueues } from '../../kernel/platform/aws-queues.ts';
import { awsTable } from '../../kernel/platform/aws-table.ts';
import { lambdaHandler } from '../../kernel/platform/lambda-handler.ts';
import type { BasePlatform, Capabilities } from '../../kernel/platform/platform.ts';
import { tenantClock } from '../../kernel/time/tenant-clock.ts';
import { dynamoTenantRoll } from '../infrastructure/dynamo-tenant-roll.ts';
import { dynamoTimerStore } from '../infrastructure/dynamo-timer-store.ts';
import { sweepTimers as declaration } from './declaration.ts';
import { sweepTimers } from './operation.ts';

type Needs = BasePlatform & Pick<Capabilities, 'table' | 'queues'>;

export const wire = (platform: Needs) =>
  scheduleOperation(
    declaration,
    platform,
    sweepTimers({
      tenants: dynamoTenantRoll(platform.table),
      timers: dynamoTimerStore(platform.table),
      queues: platform.queues,
      meter: platform.meter,
      clockOf: (tenant) => tenantClock(platform.table, tenant, platform.clock),
    }),
  );

export const handler = lambdaHandler(declaration, wire, { table: awsTable, queues: awsQueues });
