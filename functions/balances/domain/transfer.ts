import type { RecordDraft } from '../../kernel/events/record.ts';
import { withPrefix } from '../../kernel/ids/ids.ts';
import type { Money } from '../../kernel/money/money.ts';
import { customerAccount, move } from './accounts.ts';
import { transactionRecord } from './transaction.ts';

/** One side of a transfer: the balance, where its history stands, and the id of its event. */
interface Side {
  readonly balanceId: string;
  readonly partition: string;
  readonly eventId: string;
}

/** The journal entry of a transfer on the sender's side, and the statement line of the receiver. */
export const transferRecords = (
  from: Side,
  to: Side,
  { amount: { minor, currency }, transferId }: { readonly amount: Money; readonly transferId: string },
): readonly RecordDraft[] => {
  const line = (side: Side, type: 'transfer_out' | 'transfer_in') => ({
    transactionId: withPrefix(side.eventId, 'txn'),
    balanceId: side.balanceId,
    type,
    minor: type === 'transfer_out' ? -minor : minor,
    currency,
    reference: transferId,
  });
  const legs = move(customerAccount(from.balanceId), customerAccount(to.balanceId), { minor, currency });
  return [
    transactionRecord(from.partition, line(from, 'transfer_out'), { eventId: from.eventId, legs }),
    transactionRecord(to.partition, line(to, 'transfer_in'), { eventId: to.eventId }),
  ];
};
