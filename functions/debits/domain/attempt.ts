import type { Temporal } from 'temporal-polyfill';
import type { Debit, DebitAttempt } from './debit.ts';
import { hasEnded, isAsking, stepped } from './debit-steps.ts';
import type { Refunded } from './refund.ts';

const withLast = (debit: Debit, change: Partial<DebitAttempt>): readonly DebitAttempt[] =>
  debit.attempts.map((attempt, at) => (at === debit.attempts.length - 1 ? { ...attempt, ...change } : attempt));

/** The debit whose money is about to be asked for: stored before anybody is asked. */
export const beginAttempt = (debit: Debit, at: Temporal.Instant): Debit =>
  stepped(debit, {
    status: 'executing',
    nextAttemptAt: undefined,
    attempts: [...debit.attempts, { number: debit.attempts.length + 1, status: 'executing', at }],
  });

/** The debit whose request went unanswered. */
export const attemptUnknown = (debit: Debit): Debit =>
  stepped(debit, { status: 'unknown', attempts: withLast(debit, { status: 'unknown' }) });

/** The attempt that failed, as part of what the debit becomes (retry.ts). */
export const lastFailed = (
  debit: Debit,
  failed: { reason: string; paymentId?: string | undefined },
): readonly DebitAttempt[] => withLast(debit, { status: 'failed', ...failed });

/**
 * The debit whose money is in. Money tells the truth: one that had ended without it (a provider may capture what it has
 * called failed) has succeeded all the same.
 */
export const attemptCaptured = (debit: Debit, captured: { paymentId: string; at: Temporal.Instant }): Debit => {
  const { paymentId, at } = captured;
  const known = debit.attempts.findIndex((attempt) => attempt.paymentId === paymentId);
  const which = known === -1 ? debit.attempts.length - 1 : known;
  return stepped(debit, {
    status: 'succeeded',
    succeededAt: at,
    nextAttemptAt: undefined,
    endReason: undefined,
    closedAt: undefined,
    attempts: debit.attempts.map((attempt, position) =>
      position === which ? { ...attempt, status: 'captured', paymentId, reason: undefined } : attempt,
    ),
  });
};

/** The debit of whose money something went back: it has succeeded all the same, and its cycle stays used. */
export const debitRefunded = (debit: Debit, refunded: Refunded): Debit => stepped(debit, { refunded });

/** What the provider has on a debit's order. */
interface SeenPayment {
  readonly paymentId: string;
  readonly status: 'pending' | 'authorized' | 'captured' | 'refunded' | 'failed';
  readonly createdAt: Temporal.Instant;
}

/** What the order's payments say of a debit. */
export type Judgement<Payment extends SeenPayment> =
  | { readonly kind: 'captured'; readonly payment: Payment }
  | { readonly kind: 'pending' }
  | { readonly kind: 'failed'; readonly payment: Payment }
  /** The provider has seen nothing of the attempt. */
  | { readonly kind: 'unseen' };

/** The payment by which the money came in, whether it is still there or not: an order has one at most. */
export const capturedOf = <Payment extends Pick<SeenPayment, 'status'>>(
  payments: readonly Payment[],
): Payment | undefined => payments.find(({ status }) => status === 'captured' || status === 'refunded');

/** The provider's clock may differ from ours by as much. */
const skew = { minutes: 10 };

/**
 * Reads the payments of a debit's order. A captured one decides, whichever attempt it was, also when it was given back
 * meanwhile; one that is under way is waited for; a failed one counts for the last attempt unless an earlier one has been
 * told of it.
 */
export const judge = <Payment extends SeenPayment>(debit: Debit, payments: readonly Payment[]): Judgement<Payment> => {
  const captured = capturedOf(payments);
  if (captured !== undefined) return { kind: 'captured', payment: captured };
  if (payments.some(({ status }) => status === 'pending' || status === 'authorized')) return { kind: 'pending' };
  const told = new Set(debit.attempts.map(({ paymentId }) => paymentId));
  const since = debit.attempts.at(-1)?.at.subtract(skew).epochMilliseconds ?? 0;
  const failed = payments.filter((one) => !told.has(one.paymentId) && one.createdAt.epochMilliseconds >= since);
  const last = failed.at(-1);
  return last === undefined ? { kind: 'unseen' } : { kind: 'failed', payment: last };
};

/** So long a request may be under way that the provider has not seen yet. */
const unseenGrace = { minutes: 30 };

/** Whether an attempt that the provider does not know of can be given up: nothing of it can still arrive. */
export const isGivenUp = (debit: Debit, now: Temporal.Instant): boolean => {
  const at = debit.attempts.at(-1)?.at;
  return at !== undefined && at.add(unseenGrace).epochMilliseconds <= now.epochMilliseconds;
};

const minute = 60_000;
const shortestPause = minute;
const longestPause = 6 * 60 * minute;

/** When the provider is asked again about an attempt: the longer it takes, the more seldom. */
export const lookAgainAt = (debit: Debit, now: Temporal.Instant): Temporal.Instant => {
  const waited = now.epochMilliseconds - (debit.attempts.at(-1)?.at ?? now).epochMilliseconds;
  return now.add({ milliseconds: Math.min(longestPause, Math.max(shortestPause, waited)) });
};

/** Whether the word of a captured payment still changes something. */
export const mayBeCaptured = (debit: Debit): boolean =>
  isAsking(debit) || debit.status === 'retry_wait' || (hasEnded(debit) && debit.status !== 'succeeded');
