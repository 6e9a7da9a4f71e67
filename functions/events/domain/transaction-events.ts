import { DomainError } from '../../kernel/errors/domain-error.ts';

/**
 * Nouns whose events tell of a single transaction: what was bought, where, for how much (regulation.md rule 105).
 * Balances, partner balances and what the tenant itself asked for are not among them: those are its own books.
 */
export const transactionNouns = ['authorization', 'decision', 'transaction'] as const;

const nouns: ReadonlySet<string> = new Set(transactionNouns);

/** @param type of an event, or a filter such as `transaction.*` */
export const tellsOfTransaction = (type: string): boolean => nouns.has(type.split('.', 1)[0] ?? '');

/** The event is there, and the issuer has not granted that this tenant sees such events. */
export class TransactionEventRestricted extends DomainError {
  override name = 'TransactionEventRestricted';
  constructor() {
    super('forbidden', 'transaction_data_restricted', {
      detail: 'The issuer has not approved that this tenant sees single transactions, nor events of them.',
      members: { transactionData: 'aggregated_only' },
    });
  }
}
