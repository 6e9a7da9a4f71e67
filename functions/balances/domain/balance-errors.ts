import { DomainError, InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';

/** Words as the chain's own: an unknown id answers exactly like a malformed or a foreign one. */
export const balanceNotFound = (): NotFound => new NotFound('balance_not_found');

export const customerNotFound = (): NotFound => new NotFound('customer_not_found');

/** Money is for verified customers (AN-37). */
export class KycRequired extends DomainError {
  override name = 'KycRequired';
  constructor() {
    super('forbidden', 'kyc_required', { detail: 'The customer must pass KYC first.' });
  }
}

/** A program settles in one currency. */
export class CurrencyUnsupported extends DomainError {
  override name = 'CurrencyUnsupported';
  constructor(supported: Currency) {
    super('unprocessable', 'currency_unsupported', {
      detail: `The program settles in ${supported}.`,
      members: { supported: [supported] },
    });
  }
}

/** A balance moves money of its own currency only. */
export class CurrencyMismatch extends DomainError {
  override name = 'CurrencyMismatch';
  constructor(kept: Currency) {
    super('unprocessable', 'currency_mismatch', { detail: `The balance is kept in ${kept}.` });
  }
}

export const balanceNotEmpty = (): InvalidState =>
  new InvalidState('The balance is not at zero, or money of it is held.');
