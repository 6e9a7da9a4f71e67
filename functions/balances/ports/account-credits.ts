import type { OperationContext } from '../../kernel/operation/context.ts';
import type { CreditNotice } from '../domain/account-credit.ts';

/** Money that comes to a balance from outside, by its UPI ID or its virtual account (M-17, M-20, AN-10). */
export interface AccountCredits {
  /**
   * Credits the balance, or sends the money back when the balance may not take it; one of the two, once per movement.
   * @returns `already` when both is done, `not_allowed` when the movement was told of with other facts before
   * @throws TemporarilyUnavailable when it is not finished: repeat it
   */
  apply(
    context: OperationContext,
    balanceId: string,
    notice: CreditNotice,
  ): Promise<'applied' | 'already' | 'not_allowed'>;
}
