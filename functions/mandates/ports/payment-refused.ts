import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { ProviderFailure } from './payment-provider.ts';

/** The payment provider said no, and will say no again. */
export class PaymentRefused extends DomainError {
  override name = 'PaymentRefused';
  readonly failure: ProviderFailure;

  constructor(failure: ProviderFailure) {
    super('unprocessable', 'payment_refused', {
      detail: 'The payment provider refused.',
      members: { reason: failure.reason },
    });
    this.failure = failure;
  }
}

/** The receipt stands for an order of another amount or currency: somebody must look, nothing is ordered (SH-26). */
export class ReceiptConflict extends DomainError {
  override name = 'ReceiptConflict';

  constructor() {
    super('conflict', 'receipt_conflict', {
      detail: 'The payment provider has another order under the same receipt.',
    });
  }
}
