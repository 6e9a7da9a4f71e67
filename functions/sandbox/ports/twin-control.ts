import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { FaultPlan, KycOutcome } from '../domain/simulation.ts';

/** Steers the twin for one tenant, through its control API. */
export interface TwinControl {
  /** Replaces the plan of one provider. @returns what is set now @throws TemporarilyUnavailable */
  setFaults(tenant: TenantContext, plan: FaultPlan): Promise<FaultPlan>;
  /**
   * Ends a video call. One result per reference: a repeat is the same result.
   * @returns `case_closed` when the vendor waits for no result, `case_unknown` when it has no such video call
   * @throws TemporarilyUnavailable
   */
  deliverKycResult(
    tenant: TenantContext,
    result: { readonly reference: string; readonly externalId: string; readonly outcome: KycOutcome },
  ): Promise<'delivered' | 'case_closed' | 'case_unknown'>;
}
