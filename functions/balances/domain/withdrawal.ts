import type { Temporal } from 'temporal-polyfill';
import { DomainError, InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import { zero } from '../../kernel/money/money.ts';
import { smallTransferOut } from '../../policies/ppi-caps.ts';
import type { Balance, BalanceState } from './balance.ts';
import { LimitExceeded } from './limits.ts';

/** Life of a withdrawal (domain.md 2.7). */
export const withdrawalStatuses = ['pending_approval', 'processing', 'completed', 'failed', 'rejected'] as const;
export type WithdrawalStatus = (typeof withdrawalStatuses)[number];

/** Where the caller wants the money: the program's purse, where it came from, or an account of the customer's own. */
export const destinationTypes = ['program', 'source', 'bank_account'] as const;
export type DestinationType = (typeof destinationTypes)[number];

/** Where the money goes, once `source` is resolved. */
export type Payee = { readonly type: 'program' } | { readonly type: 'bank_account'; readonly token: string };

/** Why a withdrawal failed: the bank does not take the order. Its money is back in the balance. */
export const withdrawalFailures = ['destination_invalid', 'bank_refused'] as const;
export type WithdrawalFailure = (typeof withdrawalFailures)[number];

/** A customer's money on its way out of a balance. While it waits, the balance holds it. */
export interface Withdrawal {
  readonly withdrawalId: string;
  readonly balanceId: string;
  readonly amount: Money;
  /** What was asked for. */
  readonly destination: DestinationType;
  readonly payee: Payee;
  readonly status: WithdrawalStatus;
  /** Who asked for it. */
  readonly maker: string;
  /** The pending line in the history, unless it was completed at once. */
  readonly holdId?: string | undefined;
  /** Which request approved it: a repeat of that request goes on, another one comes too late. */
  readonly approvalId?: string | undefined;
  /** The movement, once it is completed. */
  readonly transactionId?: string | undefined;
  readonly failure?: WithdrawalFailure | undefined;
  /** The movement that brought the money back, when the bank returned what it had paid; it stays `completed`. */
  readonly returnTransactionId?: string | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

/** A withdrawal that waits for approval is always at its first version, and what decides on it makes the second. */
const firstVersion = 1;

/** States of a balance out of which money may be withdrawn (domain.md 2.3): of a closing one what remains. */
export const withdrawableStates: readonly BalanceState[] = ['active', 'closing'];

export const withdrawalNotFound = (): NotFound => new NotFound('withdrawal_not_found');

/** No load of the balance is large enough to be given back. */
export const sourceUnknown = (): DomainError =>
  new DomainError('unprocessable', 'source_unknown', { detail: 'No load of this balance can be given back that far.' });

/** The account takes another currency. */
export const destinationInvalid = (): DomainError =>
  new DomainError('unprocessable', 'destination_invalid', { detail: 'The bank account is kept in another currency.' });

/**
 * A small instrument transfers nothing out (rule 63): its money goes back to where it came from, and to the holder's own
 * account only when it is being closed (regulation.md 3.7).
 * @throws limit_exceeded
 */
export const requirePayout = (
  { state, currency }: Pick<Balance, 'state' | 'currency'>,
  { destination, level }: { readonly destination: DestinationType; readonly level: 'none' | 'minimum' | 'full' },
  at: Temporal.Instant,
): void => {
  if (destination !== 'bank_account' || level === 'full' || currency !== 'INR' || state === 'closing') return;
  const { rule, allowed } = smallTransferOut(at);
  if (allowed) return;
  const nothing = zero(currency);
  throw new LimitExceeded({ rule, limit: nothing, used: nothing, remaining: nothing, resetsAt: undefined });
};

/** Whether somebody has to approve first. @param threshold of the tenant; null: nobody has to */
export const needsApproval = (amount: Money, threshold: Money | null): boolean =>
  threshold !== null && amount.currency === threshold.currency && amount.minor > threshold.minor;

/** How a withdrawal starts. */
export const requestWithdrawal = (
  wanted: Pick<Withdrawal, 'withdrawalId' | 'balanceId' | 'amount' | 'destination' | 'payee' | 'maker'> &
    Partial<Pick<Withdrawal, 'holdId' | 'transactionId'>>,
  status: 'pending_approval' | 'processing' | 'completed',
  now: Temporal.Instant,
): Withdrawal => ({ ...wanted, status, createdAt: now, sequence: firstVersion });

/** Approved, and on its way to the bank. */
export const approved = (withdrawal: Withdrawal, approvalId: string): Withdrawal => ({
  ...withdrawal,
  status: 'processing',
  approvalId,
  sequence: firstVersion + 1,
});

/** Refused by who was asked to approve it. */
export const rejected = (withdrawal: Withdrawal): Withdrawal => ({
  ...withdrawal,
  status: 'rejected',
  sequence: firstVersion + 1,
});

/** The money is out. */
export const completedWith = (withdrawal: Withdrawal, transactionId: string): Withdrawal => ({
  ...withdrawal,
  status: 'completed',
  transactionId,
  sequence: withdrawal.sequence + 1,
});

/** The bank gave it back: it was carried out all the same (domain.md 2.7), and what followed is another movement. */
export const returnedWith = (withdrawal: Withdrawal, returnTransactionId: string): Withdrawal => ({
  ...withdrawal,
  returnTransactionId,
  sequence: withdrawal.sequence + 1,
});

/** Nothing of it went out. */
export const failedWith = (withdrawal: Withdrawal, failure: WithdrawalFailure): Withdrawal => ({
  ...withdrawal,
  status: 'failed',
  failure,
  sequence: withdrawal.sequence + 1,
});

/** @throws invalid_state (409) */
export const requirePending = ({ status }: Withdrawal): void => {
  if (status !== 'pending_approval') throw new InvalidState(`The withdrawal is ${status}.`);
};
