import type { OperationContext } from '../../kernel/operation/context.ts';

/** Where a customer stands with the KYC that somebody wants done. */
export type VerificationStanding =
  /** The customer has that level, or a higher one. */
  | { readonly kind: 'satisfied' }
  /** A case for it is open; its end is an event of the case: kyc.approved, kyc.rejected, kyc.failed, kyc.expired … */
  | { readonly kind: 'open'; readonly kycId: string };

/** KYC, for workflows that need it done. */
export interface Verification {
  /**
   * Makes sure that the KYC is done or under way. An open case for that level is taken over; otherwise one is opened
   * with the provider under `kycId`, once per id, so a repeat answers the same case.
   * @throws customer_not_found, invalid_state, kyc_refused, temporarily_unavailable
   */
  ensure(
    context: OperationContext,
    order: {
      readonly customerId: string;
      readonly level: 'minimum' | 'full';
      readonly method: 'aadhaar_otp' | 'video';
      /** The id of the case, should one have to be opened. */
      readonly kycId: string;
    },
  ): Promise<VerificationStanding>;
  /** How a case ended: the status of a final case (approved, rejected, failed, abandoned, expired, cancelled). */
  outcome(context: OperationContext, kycId: string): Promise<string | undefined>;
}
