import type { Item, Table } from '../../kernel/persistence/table.ts';
import { queryTenants, toTenant } from '../../kernel/tenancy/tenant-directory.ts';
import type { TenantRoll } from '../ports/tenant-roll.ts';

const pageSize = 100;
const mostPages = 1_000;

/** Goes over the tenants' look-ups page by page, 100,000 tenants at most. */
export const dynamoTenantRoll = (table: Table): TenantRoll => ({
  each: async (visit) => {
    let start: Item | undefined;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await queryTenants(table, { limit: pageSize, ...(start === undefined ? {} : { start }) });
      for (const item of page.items) await visit(toTenant(item));
      if (page.last === undefined) return;
      start = page.last;
    }
  },
});
