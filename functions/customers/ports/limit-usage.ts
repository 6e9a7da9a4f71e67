import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** What a customer used of its caps within one window: minor units by counter, such as `load`. */
export type UsedInWindow = Readonly<Record<string, bigint>>;

/** Counters of money that moved, kept per customer and window. */
export interface LimitUsage {
  /** @param window such as `2026-11` or `FY2026`. @returns nothing used when no counter was ever raised */
  read(tenant: TenantContext, customerId: string, window: string): Promise<UsedInWindow>;
}
