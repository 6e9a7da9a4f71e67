import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import { customerAccount, move, partnerAccount } from './accounts.ts';
import type { Transaction } from './transaction.ts';
import { leaving, transactionRecord } from './transaction.ts';
import type { Withdrawal, WithdrawalStatus } from './withdrawal.ts';

const typeOf = ({ status, sequence }: Withdrawal): RecordDraft['type'] => {
  if (status === 'pending_approval' || (status === 'processing' && sequence === 1)) return 'withdrawal.requested';
  return status === 'processing' ? 'withdrawal.approved' : `withdrawal.${status}`;
};

/** The record of a withdrawal's change; the account it goes to stays out of events. */
export const withdrawalRecord = (partition: string, withdrawal: Withdrawal, before?: WithdrawalStatus): RecordDraft => {
  const { withdrawalId, balanceId, amount, destination, status, transactionId, failure, sequence } = withdrawal;
  return {
    resource: { type: 'withdrawal', id: withdrawalId },
    partition,
    sequence,
    type: typeOf(withdrawal),
    data: {
      ...{ withdrawalId, balanceId, amount: toWire(amount), destination, status },
      ...(transactionId === undefined ? {} : { transactionId }),
      ...(failure === undefined ? {} : { failure }),
    },
    ...(before === undefined ? {} : { previous: { status: before } }),
  };
};

interface Line {
  readonly eventId: string;
  readonly transactionId: string;
}

const lineOf = ({ withdrawalId, balanceId, amount }: Withdrawal, { transactionId }: Line): Transaction => ({
  transactionId,
  balanceId,
  type: 'withdrawal',
  minor: -amount.minor,
  currency: amount.currency,
  reference: withdrawalId,
});

/** The pending line of a withdrawal that waits; `left` is what the balance holds for it. */
export const heldLine = (partition: string, withdrawal: Withdrawal, line: Line): RecordDraft => {
  const posted = transactionRecord(partition, lineOf(withdrawal, line), { eventId: line.eventId });
  return {
    ...posted,
    type: 'transaction.held',
    data: { ...posted.data, status: 'pending' },
    attached: { left: withdrawal.amount.minor },
  };
};

/**
 * The journal entry: customer −, and the program's purse + (settlement when it has none), or the pooled account at the
 * bank +.
 */
export const withdrawalEntry = (
  partition: string,
  withdrawal: Withdrawal,
  { purse, person, ...line }: Line & { readonly purse: string | undefined; readonly person: string | undefined },
): RecordDraft => {
  const program = purse === undefined ? 'settlement' : partnerAccount(purse);
  const receiver = withdrawal.payee.type === 'program' ? program : 'pooled';
  const legs = move(customerAccount(withdrawal.balanceId), receiver, withdrawal.amount);
  const entry = { eventId: line.eventId, legs, ...leaving(person, withdrawal.amount) };
  return transactionRecord(partition, lineOf(withdrawal, line), entry);
};
