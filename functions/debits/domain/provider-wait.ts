import type { Temporal } from 'temporal-polyfill';
import { lateMoneyUntil } from '../../policies/mandate-terms.ts';
import type { Debit } from './debit.ts';
import { hasEnded, isAsking } from './debit-steps.ts';
import { isReached } from './instants.ts';
import type { Payment } from './payment.ts';

/**
 * A provider may capture days later what it has called failed, and its word may be lost. So a debit that ended without the
 * money, although that was asked for, is looked at for some time: from its last attempt. undefined: there is nothing to look
 * for, or it was looked for long enough.
 */
export const awaitsLateMoneyFrom = (debit: Debit): Temporal.Instant | undefined => {
  const { status, attempts, notice, closedAt } = debit;
  const mayCome = hasEnded(debit) && status !== 'succeeded' && notice?.orderId !== undefined && closedAt === undefined;
  return mayCome ? attempts.at(-1)?.at : undefined;
};

/** The same of a payment on session that was given up: its payer could pay as long as the link was open. */
export const paymentAwaitsLateMoneyFrom = (payment: Payment): Temporal.Instant | undefined => {
  const { status, orderId, closedAt, authentication, createdAt } = payment;
  const mayCome = status === 'abandoned' && orderId !== undefined && closedAt === undefined;
  return mayCome ? (authentication?.expiresAt ?? createdAt) : undefined;
};

/** Whether money was looked for long enough that could come since then. */
export const isLookedForEnough = (from: Temporal.Instant | undefined, now: Temporal.Instant): boolean =>
  from !== undefined && isReached(lateMoneyUntil(from).at, now);

/** Since when the provider owes a word about a debit, or may bring its money after all; undefined when it is done with. */
export const waitsSince = (debit: Debit): Temporal.Instant | undefined => {
  if (debit.status === 'notifying') return debit.notice?.sentAt ?? debit.createdAt;
  return isAsking(debit) ? debit.attempts.at(-1)?.at : awaitsLateMoneyFrom(debit);
};

/** The same of a payment; the older it is, the more seldom somebody looks. */
export const paymentWaitsSince = (payment: Payment): Temporal.Instant | undefined => {
  const isOpen = payment.status === 'requires_authentication';
  return isOpen || paymentAwaitsLateMoneyFrom(payment) !== undefined ? payment.createdAt : undefined;
};
