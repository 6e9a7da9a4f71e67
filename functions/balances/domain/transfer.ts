import type { RecordDraft } from '../../kernel/events/record.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import type { Money } from '../../kernel/money/money.ts';
import { customerAccount, move } from './accounts.ts';
import { leaving, transactionRecord } from './transaction.ts';

/** One side of a transfer: the balance, where its history stands, and the id of its event. */
interface Side {
  readonly balanceId: string;
  readonly partition: string;
  readonly eventId: string;
}

interface Transferred {
  readonly amount: Money;
  readonly transferId: string;
  /** Who holds less afterwards; undefined when nobody does. */
  readonly person: string | undefined;
}

/** The journal entry of a transfer on the sender's side, and the statement line of the receiver. */
export const transferRecords = (
  from: Side,
  to: Side,
  { amount, transferId, person }: Transferred,
): readonly RecordDraft[] => {
  const { minor, currency } = amount;
  const line = (side: Side, type: 'transfer_out' | 'transfer_in') => ({
    transactionId: withPrefix(side.eventId, 'txn'),
    balanceId: side.balanceId,
    type,
    minor: type === 'transfer_out' ? -minor : minor,
    currency,
    reference: transferId,
  });
  const legs = move(customerAccount(from.balanceId), customerAccount(to.balanceId), amount);
  const entry = { eventId: from.eventId, legs, ...leaving(person, amount) };
  return [
    transactionRecord(from.partition, line(from, 'transfer_out'), entry),
    transactionRecord(to.partition, line(to, 'transfer_in'), { eventId: to.eventId }),
  ];
};
