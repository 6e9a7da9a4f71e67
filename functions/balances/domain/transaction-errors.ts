import { DomainError, NotFound } from '../../kernel/errors/domain-error.ts';

/** Words as the chain's own: an unknown id answers exactly like a malformed or a foreign one. */
export const transactionNotFound = (): NotFound => new NotFound('transaction_not_found');

/** Single transactions are the issuer's to grant (regulation.md rule 105). */
export class TransactionDataRestricted extends DomainError {
  override name = 'TransactionDataRestricted';
  constructor() {
    super('forbidden', 'transaction_data_restricted', {
      detail: 'The issuer has not approved that this tenant sees single transactions. Balances and sums are shown.',
      members: { transactionData: 'aggregated_only' },
    });
  }
}
