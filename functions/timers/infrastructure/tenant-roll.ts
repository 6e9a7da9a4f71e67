import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { TenantDirectory } from '../../kernel/tenancy/tenant-directory.ts';
import type { TenantRoll } from '../ports/tenant-roll.ts';

interface TenantPages {
  list(page: PageRequest): Promise<Page<{ readonly tenantId: string }>>;
}

const pageSize = 100;
const mostPages = 1_000;

/** Goes over the tenants page by page, 100,000 at most. */
export const tenantRoll = (tenants: TenantPages, directory: TenantDirectory): TenantRoll => ({
  each: async (visit) => {
    let cursor: string | undefined;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await tenants.list({ limit: pageSize, cursor });
      for (const { tenantId } of page.data) {
        const tenant = await directory.byId(tenantId);
        if (tenant !== undefined) await visit(tenant);
      }
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  },
});
