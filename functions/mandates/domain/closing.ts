import { Temporal } from 'temporal-polyfill';
import { withdrawalDeadline } from '../../policies/mandate-terms.ts';
import type { MandateOperation } from './mandate-operation.ts';
import type { Mandate } from './mandate.ts';

const shortestPauseMs = 60_000;
const longestPauseMs = 6 * 3_600_000;

type Withdrawal = Pick<MandateOperation, 'startedAt' | 'afa' | 'askedAt' | 'closingSince' | 'by'>;

/** Since when the mandate is to be closed: a payer's withdrawal begins with the authentication. */
export const withdrawnAt = ({ afa, startedAt }: Pick<Withdrawal, 'afa' | 'startedAt'>): Temporal.Instant =>
  afa?.at ?? startedAt;

const msSince = (from: Temporal.Instant, to: Temporal.Instant): number => to.epochMilliseconds - from.epochMilliseconds;

/** How long the network is left to itself: as long as it has been asked for, between a minute and six hours. */
const isPatienceOver = (withdrawal: Withdrawal, from: Temporal.Instant, now: Temporal.Instant): boolean => {
  const asked = msSince(withdrawnAt(withdrawal), from);
  return msSince(from, now) >= Math.min(longestPauseMs, Math.max(shortestPauseMs, asked));
};

/** Whether the network is asked to close the mandate now: at once, and again with growing pauses. */
export const isAskedNow = (withdrawal: Withdrawal, now: Temporal.Instant): boolean =>
  withdrawal.askedAt === undefined || isPatienceOver(withdrawal, withdrawal.askedAt, now);

/**
 * Whether the network has said that it does not close the mandate: it was closing it, and calls it alive again. That it has
 * not begun to is no such word, however long it takes.
 */
export const hasClosureFailed = ({ closingSince }: Withdrawal, now: Temporal.Instant): boolean =>
  closingSince !== undefined && msSince(closingSince, now) >= shortestPauseMs;

/** Whether a failed closure makes the mandate active again: the payee's does, and a payer's withdrawal stands (rule 6). */
export const mayBeReopened = ({ by }: Withdrawal): boolean => by !== 'customer';

/** The withdrawal that the network has not carried out in time; undefined without one, and once somebody was told. */
export const overdueWithdrawal = (mandate: Mandate, now: Temporal.Instant): MandateOperation | undefined => {
  const { status, openOperation: operation } = mandate;
  const isPending = status === 'cancellation_pending' && operation?.overdueAt === undefined;
  if (!isPending || operation === undefined) return undefined;
  return Temporal.Instant.compare(now, withdrawalDeadline(withdrawnAt(operation)).at) >= 0 ? operation : undefined;
};

/** When somebody has to be told, if it lies ahead. */
export const withdrawalDueAt = ({ status, openOperation }: Mandate): Temporal.Instant | undefined =>
  status === 'cancellation_pending' && openOperation !== undefined
    ? withdrawalDeadline(withdrawnAt(openOperation)).at
    : undefined;
