import type { Lowering, RecordDraft } from '../../kernel/events/record.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Leg } from '../../kernel/money/leg.ts';
import type { Money } from '../../kernel/money/money.ts';
import { toWire } from '../../kernel/money/money.ts';

/** Movements of a balance; every one is a journal entry, apart from `authorization`, which reserves. */
export const transactionTypes = [
  'load',
  'load_return',
  'account_credit',
  'debit',
  'transfer_in',
  'transfer_out',
  'withdrawal',
  'withdrawal_return',
  'correction',
  'authorization',
  'clearing',
  'force_post',
  'financial',
  'refund',
  'refund_reversal',
  'chargeback',
] as const;
export type TransactionType = (typeof transactionTypes)[number];

/** One movement as its balance lists it. */
export interface Transaction {
  readonly transactionId: string;
  readonly balanceId: string;
  readonly type: TransactionType;
  /** Minor units; above zero is money in. */
  readonly minor: bigint;
  readonly currency: Currency;
  /** The load, transfer or debit that it belongs to. */
  readonly reference: string;
  readonly description?: string | undefined;
  /** What the movement cost the tenant, beside its amount. */
  readonly fee?: Money | undefined;
}

/** Place of a transaction in its balance's partition: sorts by time. */
export const transactionSortKey = (transactionId: string): string => `TXN#${transactionId}`;

/** What money that leaves a balance takes from its person's total; nothing where no limit ever counted. */
export const leaving = (person: string | undefined, { minor }: Money): { readonly lowers?: Lowering } =>
  person === undefined ? {} : { lowers: { person, minor } };

/**
 * The journal entry of a movement: record, event and statement line at once. Its event has the transaction's id with
 * another prefix, so each is found from the other.
 * @param entry.legs all legs of the entry; on the second line of a transfer none, since the first has them
 * @param entry.lowers of a movement out (`leaving`); what comes in is counted in its own transaction, under its cap
 */
export const transactionRecord = (
  partition: string,
  transaction: Transaction,
  entry: { readonly eventId: string; readonly legs?: readonly Leg[]; readonly lowers?: Lowering },
): RecordDraft => ({
  resource: { type: 'transaction', id: transaction.transactionId },
  partition,
  sequence: 1,
  type: 'transaction.posted',
  sortKey: transactionSortKey(transaction.transactionId),
  data: {
    transactionId: transaction.transactionId,
    balanceId: transaction.balanceId,
    type: transaction.type,
    amount: { amount: Number(transaction.minor), currency: transaction.currency },
    reference: transaction.reference,
    status: 'posted',
    ...(transaction.description === undefined ? {} : { description: transaction.description }),
    ...(transaction.fee === undefined ? {} : { fee: toWire(transaction.fee) }),
  },
  ...entry,
});
