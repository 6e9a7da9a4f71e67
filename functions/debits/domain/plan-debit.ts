import type { Temporal } from 'temporal-polyfill';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import { afaNeed } from '../../policies/afa-need.ts';
import { cycleOf } from '../../policies/cycles.ts';
import { attemptsAllowed, noticePlan } from '../../policies/emandate.ts';
import { dayOf } from '../../policies/window.ts';
import type { CycleUse } from './debit-errors.ts';
import {
  amountNotExact,
  currencyMismatch,
  cycleUsed,
  debitOpen,
  dueInThePast,
  outsideValidity,
  tooManyOpenDebits,
} from './debit-errors.ts';
import { attemptsIn } from './mandate-slots.ts';
import type { MandateTerms } from './mandate-terms.ts';
import { isBeingWithdrawn, rhythmOf } from './mandate-terms.ts';
import { laterOf } from './instants.ts';

/** What a tenant asks for. */
export interface DebitWish {
  readonly debitId: string;
  readonly amount: Money;
  readonly dueAt: Temporal.Instant;
  readonly now: Temporal.Instant;
  /** A one-time payment on the mandate's token (SH-13): it takes no cycle's slot. */
  readonly isOneTime?: boolean;
}

/** Why the payer has to authenticate a payment (regulation.md 1.3). */
export type AuthenticationCause = 'above_maximum' | 'above_ceiling' | 'first_debit';

/** When and how a debit can lawfully be made. */
export interface DebitPlan {
  readonly authentication: AuthenticationCause | undefined;
  readonly notifyAt: Temporal.Instant;
  readonly earliestDebitAt: Temporal.Instant;
  readonly cycle: string;
  /** The most that needs no authentication, that amount included (SH-02). */
  readonly ceiling: Money;
  readonly ruleVersions: readonly string[];
}

/** As many open debits as a mandate's item has room for. */
const mostOpenDebits = 20;

const causeOf = (terms: MandateTerms, amount: Money, isAboveCeiling: boolean): AuthenticationCause | undefined => {
  if (amount.minor > terms.maxAmount.minor) return 'above_maximum';
  if (isAboveCeiling) return 'above_ceiling';
  // The INR 1 of the registration is the first transaction; without it the first debit needs its own authentication.
  const captured = terms.authCharge !== undefined && terms.authCharge.status !== 'held';
  return captured ? undefined : 'first_debit';
};

/**
 * Plans a debit by the rules of its day (rules 3 to 8, 27, 30, 32, 33): the first lawful moment lies outside the network's
 * peak hours, on a day that the recurrence rule allows and not on the cycle's last, in the next cycle when this one has no
 * such moment left (boundary case 13).
 * @returns undefined when no lawful moment is left before the mandate ends
 */
export const planDebit = (terms: MandateTerms, wish: DebitWish): DebitPlan | undefined => {
  const { method, category, validFrom, validUntil } = terms;
  const { amount, now, debitId } = wish;
  const rhythm = rhythmOf(terms, wish.isOneTime === true);
  const noticed = noticePlan({ method, dueAt: laterOf(wish.dueAt, validFrom), now, rhythm });
  const { earliestDebitAt } = noticed;
  if (earliestDebitAt.epochMilliseconds > validUntil.epochMilliseconds) return undefined;
  const need = afaNeed(dayOf(earliestDebitAt), { amount, category });
  return {
    authentication: causeOf(terms, amount, need.required),
    notifyAt: noticed.notifyAt,
    earliestDebitAt,
    cycle: cycleOf({ ...rhythm, at: earliestDebitAt, debitId }).key,
    ceiling: need.ceiling,
    ruleVersions: [...new Set([...noticed.versions, ...need.versions])],
  };
};

const useOf = (terms: MandateTerms, cycle: string): CycleUse => {
  const { afa, usedCycles } = terms;
  const registered = afa === undefined ? undefined : cycleOf({ ...rhythmOf(terms, false), at: afa.at }).key;
  return registered === cycle && usedCycles.includes(cycle) ? 'registration_charge' : 'debited';
};

/** Whether earlier debits of the cycle have asked as often as a cycle may be asked for. */
export const hasNoAttemptLeft = (
  terms: MandateTerms,
  { debitId }: Pick<DebitWish, 'debitId'>,
  { cycle, earliestDebitAt }: Pick<DebitPlan, 'cycle' | 'earliestDebitAt'>,
): boolean => {
  const { most } = attemptsAllowed({ method: terms.method, on: dayOf(earliestDebitAt) });
  return attemptsIn(terms, { debitId, cycle, attempts: [] }) >= most;
};

/** The state that an API caller is told of, when a mandate may not be debited. */
export const requireDebitable = (terms: MandateTerms): void => {
  if (terms.status !== 'active') throw new InvalidState(`The mandate is ${terms.status}.`);
  if (isBeingWithdrawn(terms)) throw new InvalidState('The mandate is being withdrawn.');
};

/** What is paid on session is no attempt under the mandate, and no second one beside the INR 1 of its cycle. */
const requireFreeCycle = (terms: MandateTerms, wish: DebitWish, plan: DebitPlan): void => {
  const open = terms.openDebits.find(({ cycle }) => cycle === plan.cycle);
  if (open !== undefined) throw debitOpen(open.debitId);
  const isOnSession = plan.authentication !== undefined;
  const use = terms.usedCycles.includes(plan.cycle) ? useOf(terms, plan.cycle) : undefined;
  if (use === 'debited' || (use !== undefined && !isOnSession)) throw cycleUsed(use, plan.cycle);
  if (!isOnSession && hasNoAttemptLeft(terms, wish, plan)) throw cycleUsed('attempts_used', plan.cycle);
};

/**
 * Refuses what no debit under this mandate may be.
 * @throws invalid_state, currency_mismatch, amount_not_exact, validation_failed, outside_validity, debit_open, cycle_used,
 *   too_many_open_debits
 */
export const decideDebit = (terms: MandateTerms, wish: DebitWish): DebitPlan => {
  const { amount, dueAt, now } = wish;
  requireDebitable(terms);
  if (amount.currency !== terms.maxAmount.currency) throw currencyMismatch();
  const plan = planDebit(terms, wish);
  if (plan === undefined) throw outsideValidity(terms.validUntil);
  if (dueAt.epochMilliseconds < now.epochMilliseconds) throw dueInThePast(plan.earliestDebitAt);
  // More than the amount is a one-time payment on session; less is neither that nor a debit of this mandate.
  const isShort = amount.minor < terms.maxAmount.minor;
  if (terms.amountRule === 'exact' && isShort && wish.isOneTime !== true) throw amountNotExact();
  requireFreeCycle(terms, wish, plan);
  if (terms.openDebits.length >= mostOpenDebits) throw tooManyOpenDebits();
  return plan;
};
