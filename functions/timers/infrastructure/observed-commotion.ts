import { setTimeout as sleep } from 'node:timers/promises';
import { eventLogPartition } from '../../kernel/events/record-item.ts';
import type { Table } from '../../kernel/persistence/table.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { Commotion } from '../ports/business-clock.ts';

const pollMs = 100;
const quietPolls = 3;

/**
 * Sees the end of what a timer set off by its traces: no call-back of the twin is outstanding and the tenant's event
 * log has not grown for three looks in a row. Work that leaves no trace for 300 ms is not seen.
 */
export const observedCommotion = (
  table: Table,
  real: Clock,
  twin: { pending(tenant: TenantContext): Promise<number> },
): Commotion => {
  const newestEvent = async (tenant: TenantContext): Promise<unknown> => {
    const page = await table.query({ index: 'gsi1', pk: eventLogPartition(tenant), newestFirst: true, limit: 1 });
    return page.items[0]?.['gsi1sk'];
  };
  return {
    settle: async (tenant, mostMs) => {
      const deadline = real.now().epochMilliseconds + mostMs;
      let seen = await newestEvent(tenant);
      let quiet = 0;
      while (quiet < quietPolls) {
        if (real.now().epochMilliseconds >= deadline) return false;
        await sleep(pollMs);
        const [newest, pending] = await Promise.all([newestEvent(tenant), twin.pending(tenant)]);
        quiet = newest === seen && pending === 0 ? quiet + 1 : 0;
        seen = newest;
      }
      return true;
    },
  };
};
