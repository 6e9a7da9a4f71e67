import type { Temporal } from 'temporal-polyfill';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Debit, OptOut } from './debit.ts';
import { mostNotices } from './debit.ts';
import { hasEnded, hasOwnCycle, isAsking, stepped } from './debit-steps.ts';
import type { MandateTerms } from './mandate-terms.ts';
import { hasNoAttemptLeft, planDebit } from './plan-debit.ts';

/**
 * The debit that its customer does not want: `skipped` before the notice was ordered, `opted_out` afterwards. undefined: it
 * is so already.
 * @throws invalid_state while its money is asked for, and once it has ended
 */
export const skipDebit = (debit: Debit, optOut: OptOut): Debit | undefined => {
  if (debit.status === 'skipped' || debit.status === 'opted_out') return undefined;
  if (isAsking(debit)) throw new InvalidState('The money is being asked for.');
  if (hasEnded(debit)) throw new InvalidState(`The debit is ${debit.status}.`);
  const status = debit.status === 'scheduled' ? 'skipped' : 'opted_out';
  return stepped(debit, { status, optOut, nextAttemptAt: undefined, endReason: 'skipped_by_customer' });
};

/** The debit whose mandate has ended; undefined for one that has ended, or that only the provider can end. */
export const cancelDebit = (debit: Debit, why: string): Debit | undefined =>
  hasEnded(debit) || isAsking(debit)
    ? undefined
    : stepped(debit, { status: 'cancelled', nextAttemptAt: undefined, endReason: why });

/** The debit that comes to nothing. */
export const endDebit = (
  debit: Debit,
  status: 'blocked' | 'cancelled' | 'failed' | 'exhausted',
  reason: string,
): Debit => stepped(debit, { status, nextAttemptAt: undefined, endReason: reason });

/** The debit whose money is not looked for any more; the provider's word of it still counts. */
export const closeDebit = (debit: Debit, at: Temporal.Instant): Debit => stepped(debit, { closedAt: at });

/** The debit whose payer did not authenticate (rule 41). */
export const abandonDebit = (debit: Debit, reason: 'authentication_expired' | 'authentication_failed'): Debit =>
  stepped(debit, { status: 'abandoned', endReason: reason });

/** The debit that waits although its notice time is over. */
export const delayDebit = (debit: Debit, until: Temporal.Instant): Debit =>
  stepped(debit, { status: debit.attempts.length === 0 ? 'eligible' : 'retry_wait', nextAttemptAt: until });

/**
 * The debit planned anew, because what the payer was told no longer holds: it is announced again, for this cycle or the next
 * one (boundary case 13). undefined: there is no lawful moment, or somebody else's debit has it.
 */
export const replanDebit = (debit: Debit, terms: MandateTerms, now: Temporal.Instant): Debit | undefined => {
  if ((debit.notice?.number ?? 0) >= mostNotices) return undefined;
  const wish = { debitId: debit.debitId, amount: debit.amount, dueAt: now, now, isOneTime: hasOwnCycle(debit) };
  const plan = planDebit(terms, wish);
  if (plan === undefined) return undefined;
  const isTaken = terms.openDebits.some(({ debitId, cycle }) => debitId !== debit.debitId && cycle === plan.cycle);
  if (isTaken || terms.usedCycles.includes(plan.cycle) || plan.authentication !== undefined) return undefined;
  if (hasNoAttemptLeft(terms, debit, plan)) return undefined;
  const { notifyAt, earliestDebitAt, cycle } = plan;
  return stepped(debit, { status: 'scheduled', notifyAt, earliestDebitAt, cycle, nextAttemptAt: undefined });
};
