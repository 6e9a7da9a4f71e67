import type { Temporal } from 'temporal-polyfill';
import { attemptsAllowed, retryAt } from '../../policies/emandate.ts';
import { dayOf } from '../../policies/window.ts';
import type { Debit } from './debit.ts';
import { lastFailed } from './attempt.ts';
import { stepped } from './debit-steps.ts';
import { isInCycle } from './eligibility.ts';
import { attemptsIn } from './mandate-slots.ts';
import type { MandateTerms } from './mandate-terms.ts';

/** Why an attempt failed, as the provider's adapter classifies it (regulation.md 2.6). */
export interface AttemptFailure {
  readonly class:
    | 'mandate_dead'
    | 'customer_action'
    | 'request_wrong'
    | 'cycle_already_paid'
    | 'limit'
    | 'transient'
    | 'risk'
    | 'other';
  readonly reason: string;
}

/** What may be tried again; everything else would fail again, or must not be tried. */
const retried = new Set<AttemptFailure['class']>(['customer_action', 'transient', 'other']);

interface Failed {
  readonly failure: AttemptFailure;
  readonly paymentId?: string | undefined;
  readonly at: Temporal.Instant;
  /** Not before this, if the provider says so. */
  readonly retryAfter?: Temporal.Instant | undefined;
}

const isLawful = (debit: Debit, terms: MandateTerms, at: Temporal.Instant): boolean =>
  at.epochMilliseconds <= terms.validUntil.epochMilliseconds && isInCycle(debit, terms, at);

/**
 * The debit after an attempt that failed: tried again at most three times, in a permitted hour of the same cycle (rules 29
 * to 31, 40), else at its end. The fourth failure exhausts it (boundary case 11).
 */
export const attemptFailed = (debit: Debit, terms: MandateTerms, failed: Failed): Debit => {
  const { failure, paymentId, at, retryAfter } = failed;
  const { method } = terms;
  const attempts = lastFailed(debit, { reason: failure.reason, paymentId });
  const ends = { attempts, nextAttemptAt: undefined, endReason: failure.reason };
  if (!retried.has(failure.class)) return stepped(debit, { ...ends, status: 'failed' });
  const { most } = attemptsAllowed({ method, on: dayOf(at) });
  const next = retryAt({ method, failedAt: at, ...(retryAfter === undefined ? {} : { retryAfter }) });
  const isOver = attemptsIn(terms, { ...debit, attempts }) >= most || !isLawful(debit, terms, next);
  return isOver
    ? stepped(debit, { ...ends, status: 'exhausted' })
    : stepped(debit, { attempts, status: 'retry_wait', nextAttemptAt: next });
};

/** Whether the provider speaks of the mandate as dead: its token is looked at before anybody believes it. */
export const saysMandateDead = (failure: AttemptFailure): boolean => failure.class === 'mandate_dead';

/** Whether the network says that the cycle's money is in already: nothing else is asked for in it. */
export const saysCyclePaid = (failure: AttemptFailure): boolean => failure.class === 'cycle_already_paid';
