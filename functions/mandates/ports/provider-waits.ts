import type { ProviderWait } from '../../kernel/persistence/provider-waits.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

export type { ProviderWait };

/**
 * Mandates, debits and payments that wait for the payment provider's word: what the poller asks about, in case the
 * webhook was lost. A store lists its item with `providerWaitKeys` (kernel/persistence/provider-waits.ts) in every
 * state in which the provider has something to say, and without in every other.
 */
export interface ProviderWaits {
  /** The longest first. */
  list(tenant: TenantContext): Promise<readonly ProviderWait[]>;
}
