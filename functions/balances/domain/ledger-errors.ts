import { DomainError } from '../../kernel/errors/domain-error.ts';

/** Which purse is short (api.md section 2). */
export type Purse = 'balance' | 'partner_credit' | 'partner_deposit' | 'bank_account';

/** Money is short; `detail` says which purse. */
export class InsufficientFunds extends DomainError {
  override name = 'InsufficientFunds';
  constructor(purse: Purse) {
    super('payment_required', 'insufficient_funds', { detail: purse });
  }
}
