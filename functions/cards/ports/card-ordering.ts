import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Work } from '../../kernel/persistence/unit-of-work.ts';
import type { PostalAddress } from '../domain/postal-address.ts';

/** Orders physical cards: whoever commits the work has ordered one, and its workflow starts. */
export interface CardOrdering {
  /**
   * Prepares the order and the record that starts its workflow. The ids are the caller's, or chosen here.
   * @throws customer_not_found, kyc_required, balance_required, balance_not_found, invalid_state
   */
  prepare(
    context: OperationContext,
    order: {
      readonly cardId?: string | undefined;
      readonly customerId: string;
      readonly balanceId: string;
      readonly displayName?: string | undefined;
      readonly deliveryAddress: PostalAddress;
    },
  ): Promise<{ readonly cardId: string; readonly orderId: string; readonly work: Work }>;
}
