import type { Temporal } from 'temporal-polyfill';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { Work } from '../../kernel/persistence/unit-of-work.ts';
import type { Money } from '../../kernel/money/money.ts';

/** Something that a customer pays once, with the instrument of a mandate, authenticating it. */
export interface OnSessionOrder {
  /** `pmt_…`, the same on every try: the receipt towards the provider is made from it. */
  readonly paymentId: string;
  readonly mandateId: string;
  readonly amount: Money;
  readonly description: string;
  /** What it pays, such as `inv_…`: `payment.succeeded` and the other records of the payment carry it. */
  readonly reference: string;
}

export interface OnSessionPayment {
  readonly paymentId: string;
  /** How the payer authenticates: the bank's page for cards, the app for UPI. */
  readonly authentication: {
    readonly type: 'redirect' | 'upi_intent';
    readonly url: string;
    readonly expiresAt: Temporal.Instant;
  };
}

/** One-time payments on session, for other subdomains that want something paid. */
export interface OnSessionPayments {
  /**
   * Opens the provider's order and says what to write with the decision that it stands for: the payment, its record, the
   * provider's reference, its timer. Nothing is stored before that commits; an order that nobody was told of is paid by
   * nobody. What comes of it are the events `payment.succeeded`, `payment.failed` and `payment.abandoned`.
   * @throws mandate_not_found; TemporarilyUnavailable when the provider does not answer
   */
  open(
    context: OperationContext,
    order: OnSessionOrder,
  ): Promise<{ readonly payment: OnSessionPayment } & Pick<Work, 'writes' | 'records'>>;
}
