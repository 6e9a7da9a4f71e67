import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Work } from '../../kernel/persistence/unit-of-work.ts';

/** Card issuance as the issuance workflow uses it; card data stays inside. */
export interface CardIssuing {
  /**
   * Has the issuer make the card, once per id, and prepares what commits it.
   * @throws customer_not_found, kyc_required, balance_required, balance_not_found, invalid_state, issuer_refused,
   *   temporarily_unavailable
   */
  prepare(
    context: OperationContext,
    order: {
      readonly cardId: string;
      readonly customerId: string;
      readonly balanceId: string;
      readonly displayName?: string | undefined;
    },
  ): Promise<Work>;
}
