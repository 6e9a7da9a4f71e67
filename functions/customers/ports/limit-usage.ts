import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** What a customer used of its caps within one window: minor units by counter, such as `load`. */
export type UsedInWindow = Readonly<Record<string, bigint>>;

/** Counters of money that moved, kept per customer and window. */
export interface LimitUsage {
  /** @param window such as `2026-11` or `FY2026`. @returns nothing used when no counter was ever raised */
  read(tenant: TenantContext, customerId: string, window: string): Promise<UsedInWindow>;
}

/** A person as its phone (E.164) names it now, or as a balance of it counts towards. */
export type PersonAsked = { readonly issuer: string; readonly phone: string } | { readonly person: string };

/** The same, of the person at the issuer over all tenants (rule 70): for headroom alone, never to be shown. */
export interface PersonUsage {
  /** @param window null asks for what is held: the counter `outstanding` */
  read(person: PersonAsked, window: string | null): Promise<UsedInWindow>;
}
