import type { Currency } from '../../kernel/money/currency.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Work } from '../../kernel/persistence/unit-of-work.ts';
import type { DeliveryAddress, WantedKyc } from '../domain/issuance.ts';

export interface IssuanceOrder {
  readonly customerId: string;
  readonly wantedKyc?: WantedKyc | undefined;
  /** An existing balance of the customer … */
  readonly balanceId?: string | undefined;
  /** … or the currency of one to open. */
  readonly newBalanceCurrency?: Currency | undefined;
  readonly displayName?: string | undefined;
  /** Where a physical card is sent; absent: the card is virtual. */
  readonly deliveryAddress?: DeliveryAddress | undefined;
}

/** Starts issuances: whoever commits the work has started one. */
export interface IssuanceStart {
  /** Prepares the issuance and the record that starts its workflow. */
  prepare(context: OperationContext, order: IssuanceOrder): { readonly issuanceId: string; readonly work: Work };
}
