import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** Under which name a tenant's customers know it. */
export interface MerchantNames {
  /** The name of its brand, or its own. @throws Error for a tenant that does not exist */
  of(tenant: TenantContext): Promise<string>;
}
