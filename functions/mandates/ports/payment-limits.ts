import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { ObservedLimits } from '../../policies/payer-limits.ts';
import type { Mandate } from '../domain/mandate.ts';
import type { Observation } from '../domain/seen-limits.ts';

/** Whose limits are asked for: the payer of a mandate, by its bank and app. */
export interface LimitedPayer extends Pick<Mandate, 'method' | 'knownLimits'> {
  readonly remote: Pick<Mandate['remote'], 'bank' | 'app'>;
}

/**
 * What a tenant's own registrations and debits have shown of UPI banks and apps. Nothing of it is told to another tenant,
 * and nothing of it says who paid.
 */
export interface PaymentLimits {
  /**
   * What is known of a payer's bank and app; follows within moments. Reads nothing where it would decide nothing: on
   * cards, beside limits that the caller has declared, and of a bank or an app that nobody has named.
   */
  of(tenant: TenantContext, payer: LimitedPayer): Promise<ObservedLimits>;
  /** Notes what was seen. Repeats, older sightings and those of others at the same moment change nothing of it. */
  note(tenant: TenantContext, observation: Observation): Promise<void>;
}
