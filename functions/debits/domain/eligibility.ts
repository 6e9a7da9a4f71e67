import type { Temporal } from 'temporal-polyfill';
import { afaNeed } from '../../policies/afa-need.ts';
import { cycleOf, mayExecute } from '../../policies/cycles.ts';
import { attemptsAllowed, leadTime, noticeLapsesAt } from '../../policies/emandate.ts';
import { nextPermitted } from '../../policies/execution-windows.ts';
import { dayOf } from '../../policies/window.ts';
import type { Debit, DebitStatus } from './debit.ts';
import { hasOwnCycle } from './debit-steps.ts';
import type { EndReason } from './end-reasons.ts';
import { attemptsIn } from './mandate-slots.ts';
import type { MandateTerms } from './mandate-terms.ts';
import { isBeingWithdrawn, rhythmOf } from './mandate-terms.ts';
import { countedFrom } from './notice.ts';
import { isReached, laterOf } from './instants.ts';
import { contentHashOf } from './schedule-debit.ts';

/** What is done with a debit whose time seems to have come. */
export type Submission =
  | { readonly kind: 'submit' }
  /** Not yet: the window is closed, another debit is under way, a withdrawal is being decided. */
  | { readonly kind: 'wait'; readonly until: Temporal.Instant }
  /** What the payer was told no longer holds: a new notice, in this cycle or the next. */
  | { readonly kind: 'replan'; readonly why: 'notice_lapsed' | 'cycle_over' }
  | {
      readonly kind: 'end';
      readonly status: 'blocked' | 'cancelled' | 'failed' | 'exhausted';
      readonly reason: EndReason;
    }
  /** It is not this debit's turn: the timer fired twice or late. */
  | { readonly kind: 'nothing' };

interface Asked {
  readonly debit: Debit;
  readonly terms: MandateTerms;
  readonly now: Temporal.Instant;
}

const turns = new Set<DebitStatus>(['notified', 'eligible', 'retry_wait']);

const end = (
  status: 'blocked' | 'cancelled' | 'failed' | 'exhausted',
  reason: EndReason,
): Extract<Submission, { readonly kind: 'end' }> => ({
  kind: 'end',
  status,
  reason,
});

/** What the mandate's state makes of a debit that cannot go on now. */
export type MandateVerdict = Extract<Submission, { readonly kind: 'wait' | 'end' }>;

const endsByMandate: Readonly<Record<string, MandateVerdict>> = {
  paused: end('blocked', 'mandate_paused'),
  cancellation_pending: end('cancelled', 'mandate_withdrawn'),
  cancelled: end('cancelled', 'mandate_withdrawn'),
  expired: end('blocked', 'mandate_expired'),
  completed: end('blocked', 'mandate_expired'),
};

/**
 * What the mandate's state makes of a debit that is about to be announced or asked for; undefined: it may go on.
 * Withdrawn means cancelled, everything else that is no active mandate blocks.
 */
export const byMandate = ({ terms, now }: Pick<Asked, 'terms' | 'now'>): MandateVerdict | undefined => {
  if (terms.status !== 'active') return endsByMandate[terms.status] ?? end('blocked', 'mandate_not_active');
  if (!isReached(now, terms.validUntil)) return end('blocked', 'mandate_expired');
  if (isBeingWithdrawn(terms)) return { kind: 'wait', until: now.add({ minutes: 30 }) };
  return undefined;
};

const byAmount = ({ debit, terms, now }: Asked): Submission | undefined => {
  const { amount, notice } = debit;
  if (notice?.contentHash !== contentHashOf(debit, terms.remote?.tokenId)) return end('failed', 'content_changed');
  if (amount.currency !== terms.maxAmount.currency) return end('failed', 'content_changed');
  if (amount.minor > terms.maxAmount.minor) return end('blocked', 'amount_above_maximum');
  if (afaNeed(dayOf(now), { amount, category: terms.category }).required) {
    return end('blocked', 'authentication_required');
  }
  return undefined;
};

const byNotice = (asked: Asked): Submission | undefined => {
  const { debit, terms, now } = asked;
  const { notice, attempts } = debit;
  const deliveredAt = notice?.status === 'delivered' ? countedFrom(notice) : undefined;
  // No delivery receipt, no debit (regulation.md 1.4).
  if (notice === undefined || deliveredAt === undefined) return { kind: 'nothing' };
  const { seconds } = leadTime({ method: terms.method, on: dayOf(now) });
  const lawful = laterOf(deliveredAt.add({ seconds }), notice.paymentAfter, debit.dueAt);
  if (!isReached(lawful, now)) return { kind: 'wait', until: nextPermitted(terms.method, lawful) };
  const { method } = terms;
  // What is tried again was announced in time; the spacing of its retries is the network's own.
  const lapsed =
    attempts.length === 0 ? noticeLapsesAt({ method, deliveredAt, debitAt: notice.paymentAfter }) : undefined;
  return lapsed !== undefined && isReached(lapsed, now) ? { kind: 'replan', why: 'notice_lapsed' } : undefined;
};

/** Whether an instant lies in the debit's cycle, on a day that its mandate allows. */
export const isInCycle = (debit: Debit, terms: MandateTerms, at: Temporal.Instant): boolean => {
  const { debitId, cycle } = debit;
  const rhythm = rhythmOf(terms, hasOwnCycle(debit));
  return cycleOf({ ...rhythm, at, debitId }).key === cycle && mayExecute({ ...rhythm, at }) === 'yes';
};

const byCycle = (asked: Asked): Submission | undefined => {
  const { debit, terms, now } = asked;
  if (terms.usedCycles.includes(debit.cycle)) return end('failed', 'cycle_used');
  const { most } = attemptsAllowed({ method: terms.method, on: dayOf(now) });
  if (attemptsIn(terms, debit) >= most) return end('exhausted', 'cycle_over');
  if (!isInCycle(debit, terms, now)) {
    return debit.attempts.length === 0 ? { kind: 'replan', why: 'cycle_over' } : end('exhausted', 'cycle_over');
  }
  const permitted = nextPermitted(terms.method, now);
  if (!isReached(permitted, now)) return { kind: 'wait', until: permitted };
  const other = terms.executing !== undefined && terms.executing !== debit.debitId;
  return other ? { kind: 'wait', until: now.add({ minutes: 10 }) } : undefined;
};

/**
 * Everything that must hold at the moment at which money is asked for, checked again at that moment: the debit's turn, an
 * active mandate that nobody is withdrawing, a delivered notice of at least the strictest lead, the amount of the notice
 * within maximum and ceiling, a free cycle, a lawful day and hour, and no other debit under way.
 */
export const submission = (asked: Asked): Submission => {
  const { debit, now } = asked;
  if (!turns.has(debit.status)) return { kind: 'nothing' };
  const blocked = byMandate(asked) ?? byAmount(asked) ?? byNotice(asked);
  if (blocked !== undefined) return blocked;
  const { nextAttemptAt } = debit;
  if (nextAttemptAt !== undefined && !isReached(nextAttemptAt, now)) return { kind: 'wait', until: nextAttemptAt };
  return byCycle(asked) ?? { kind: 'submit' };
};
