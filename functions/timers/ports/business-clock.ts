import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** The clock of a sandbox tenant, here and at the provider twin. */
export interface BusinessClock {
  /** Seconds that the tenant's business time is ahead of real time. */
  offsetSeconds(tenant: TenantContext): Promise<number>;
  /** Raises the offset; a lower or equal one changes nothing. */
  raise(tenant: TenantContext, offsetSeconds: number): Promise<void>;
}

/** What still moves after a timer has fired. */
export interface Commotion {
  /** Waits until nothing of the tenant moves any more, at most `mostMs`. @returns false when something still does */
  settle(tenant: TenantContext, mostMs: number): Promise<boolean>;
}
