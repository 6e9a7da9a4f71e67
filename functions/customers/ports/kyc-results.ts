import type { OperationContext } from '../../kernel/operation/context.ts';
import type { KycResult } from '../domain/kyc-result.ts';

/** What came of a vendor's result. */
export type KycResultAnswer =
  | 'applied'
  /** A repeat, or overtaken by the end of the case: nothing changed. */
  | 'already'
  | 'unknown_case'
  /** A case that ended otherwise, or in time no longer: nothing changed. */
  | 'not_allowed';

/** Results of KYC cases that vendors send. */
export interface KycResults {
  /**
   * Applies a result: case, level and records in one transaction. Delivered any number of times, in any order, the
   * end is that of one delivery.
   * @throws ConcurrentChange, TemporarilyUnavailable: deliver it again
   */
  apply(context: OperationContext, kycId: string, result: KycResult): Promise<KycResultAnswer>;
}
