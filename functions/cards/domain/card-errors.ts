import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';

/** Cards and balances are for verified customers (AN-03). */
export class KycRequired extends DomainError {
  override name = 'KycRequired';
  constructor() {
    super('forbidden', 'kyc_required', { detail: 'The customer must pass KYC first.' });
  }
}

/** A card hangs on a balance, and this customer has none (AN-37). */
export class BalanceRequired extends DomainError {
  override name = 'BalanceRequired';
  constructor() {
    super('conflict', 'balance_required', { detail: 'Open a balance for the customer first.' });
  }
}

/** Words as the chain's own: an unknown id answers exactly like a malformed or a foreign one. */
export const cardNotFound = (): NotFound => new NotFound('card_not_found');
export const customerNotFound = (): NotFound => new NotFound('customer_not_found');
export const balanceNotFound = (): NotFound => new NotFound('balance_not_found');
export const programNotFound = (): NotFound => new NotFound('program_not_found');
