import type { Log } from '../../functions/kernel/observability/log.ts';
import { tenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { tenantLookups } from '../../functions/kernel/tenancy/tenant-directory.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import type { MemoryTable } from './memory-table.ts';
import { memoryTable } from './memory-table.ts';

export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLog,
};

/** A platform whose table is the model in memory. */
export interface MemoryPlatform extends TestPlatform {
  readonly table: MemoryTable;
}

/** @param own a started platform; everything but its table is used */
export const memoryPlatform = (own: TestPlatform): MemoryPlatform => {
  const table = memoryTable(own.clock);
  return {
    ...own,
    table,
    log: silentLog,
    items: async () => table.items(),
    tenant: async ({ sandbox = true } = {}) => {
      const tenant = tenantContext({ tenantId: own.ids.nextGlobal('ten'), tag: own.ids.nextTag(), sandbox });
      for (const item of tenantLookups(tenant)) await table.write({ kind: 'put', item });
      return tenant;
    },
  };
};
