import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** All tenants, page by page, for work that goes over every one of them. */
export interface TenantRoll {
  each(visit: (tenant: TenantContext) => Promise<void>): Promise<void>;
}
