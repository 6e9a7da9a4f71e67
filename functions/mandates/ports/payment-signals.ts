import type { OperationContext } from '../../kernel/operation/context.ts';

/** What became of a hint: the resource changed, was so before, or may not become so. */
export type Settlement = 'applied' | 'already' | 'not_allowed';

/**
 * A word of the payment provider about one of our resources. It says where to look, not what is so: the resource's
 * subdomain asks the provider and takes the next step of the state machine, so that order and repeats cannot matter.
 */
export interface PaymentHint {
  /** The provider's name of the event, such as `payment.captured`. */
  readonly type: string;
  readonly orderId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly tokenId?: string | undefined;
  readonly refundId?: string | undefined;
}

/** Offered by the subdomains whose resources the provider speaks of (mandates, debits, payments). */
export interface PaymentSignals {
  /**
   * @param resourceId our id that the provider's reference was bound to
   * @throws TemporarilyUnavailable when the provider cannot be asked: the hint comes again
   */
  settle(context: OperationContext, resourceId: string, hint: PaymentHint): Promise<Settlement>;
}
