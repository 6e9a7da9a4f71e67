import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import { customerAccount, move, partnerAccount } from './accounts.ts';
import type { Transaction } from './transaction.ts';
import { leaving, transactionRecord } from './transaction.ts';
import type { Withdrawal, WithdrawalStatus } from './withdrawal.ts';

const types = {
  pending_approval: 'withdrawal.requested',
  processing: 'withdrawal.approved',
  completed: 'withdrawal.completed',
  failed: 'withdrawal.failed',
  rejected: 'withdrawal.rejected',
} as const satisfies Readonly<Record<WithdrawalStatus, string>>;

/** A withdrawal that needs nobody's approval is at work from the start. */
const typeOf = ({ status, sequence }: Withdrawal) =>
  status === 'processing' && sequence === 1 ? types.pending_approval : types[status];

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

/** The record of a withdrawal whose money the bank has given back. */
export const withdrawalReturned = (partition: string, withdrawal: Withdrawal): RecordDraft => {
  const { data, ...record } = withdrawalRecord(partition, withdrawal);
  const { returnTransactionId } = withdrawal;
  return { ...record, type: 'withdrawal.returned', data: { ...data, returnTransactionId } };
};

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

/**
 * The journal entry of a return: pooled −, customer +. A closed balance takes no money, so `suspense` keeps it (domain.md
 * 2.3).
 */
export const withdrawalReturnEntry = (
  partition: string,
  { withdrawalId, balanceId, amount }: Withdrawal,
  { isClosed, ...line }: Line & { readonly isClosed: boolean },
): RecordDraft =>
  transactionRecord(
    partition,
    { transactionId: line.transactionId, balanceId, type: 'withdrawal_return', ...amount, reference: withdrawalId },
    { eventId: line.eventId, legs: move('pooled', isClosed ? 'suspense' : customerAccount(balanceId), amount) },
  );
