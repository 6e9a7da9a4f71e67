import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { FeeSchedule } from '../domain/fee-schedule.ts';
import { feeOf, noFees } from '../domain/fee-schedule.ts';
import type { FeeSchedules } from '../ports/fee-schedules.ts';
import type { GatewayFees } from '../ports/gateway-fees.ts';
import { feeScheduleItem } from './fee-items.ts';

const partition = (tenant: TenantContext): string => tenantKey(tenant, 'FEE_SCHEDULE');

const keyOf = (tenant: TenantContext): Key => ({ pk: partition(tenant), sk: 'FEE_SCHEDULE' });

const toItem = (tenant: TenantContext, { version, ...schedule }: FeeSchedule): Item & Key =>
  feeScheduleItem.encode(keyOf(tenant), { ...schedule, sequence: version });

const stored = async (table: Table, tenant: TenantContext): Promise<FeeSchedule | undefined> => {
  const item = await table.get(keyOf(tenant));
  if (item === undefined) return undefined;
  const { sequence, ...schedule } = feeScheduleItem.decode(item);
  return { ...schedule, version: sequence };
};

export const dynamoFeeSchedules = (table: Table): FeeSchedules => ({
  partition,
  find: async (tenant, { currency }) => (await stored(table, tenant)) ?? noFees(currency),
  set: (tenant, schedule) => {
    const resourceId = tenant.tenantId;
    const item = toItem(tenant, schedule);
    return schedule.version === 1
      ? create('fee_schedule', item, () => new ConcurrentChange(resourceId))
      : replace('fee_schedule', item, { sequence: schedule.version - 1, resourceId });
  },
});

/** One read of the schedule for each load; wired by balances. */
export const dynamoGatewayFees = (table: Table): GatewayFees => ({
  ofLoad: async (tenant, amount) => {
    const schedule = await stored(table, tenant);
    if (schedule?.gatewayLoad === undefined) return undefined;
    if (schedule.currency !== amount.currency) throw new RangeError('a program has one currency, its fees too');
    return { amount: feeOf(schedule.gatewayLoad, amount), scheduleVersion: schedule.version };
  },
});
