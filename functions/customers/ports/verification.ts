import type { OperationContext } from '../../kernel/operation/context.ts';
import type { VerifiedLevel } from '../domain/customer.ts';
import type { VerificationMethod } from '../domain/kyc-case.ts';
import type { KycStatus } from '../domain/kyc-status.ts';

export interface VerificationOrder {
  /** The id of a case that has to be opened: the same on every try, since the vendor keeps one case per id. */
  readonly kycId: string;
  readonly customerId: string;
  readonly level: VerifiedLevel;
  /** `minimum` goes with `aadhaar_otp`, `full` with `video`. */
  readonly method: VerificationMethod;
}

/** How a customer stands towards the level that somebody needs. */
export type Standing =
  /** Known at that level, or better. */
  | { readonly kind: 'satisfied' }
  /** A case has to be waited for: the one ordered, or one that was open before. It may have ended meanwhile. */
  | { readonly kind: 'open'; readonly kycId: string };

/** Makes sure that a customer becomes known at a level; for workflows. */
export interface Verification {
  /**
   * Opens a case unless the level is reached or a case of the level is open. Repeating it with the same id is safe.
   * @throws customer_not_found, invalid_state, kyc_refused, temporarily_unavailable
   */
  ensure(context: OperationContext, order: VerificationOrder): Promise<Standing>;
  /** How a case ended; `approved` once its level is reached by whatever way, undefined while it is open. @throws kyc_not_found */
  outcome(context: OperationContext, kycId: string): Promise<KycStatus | undefined>;
}
