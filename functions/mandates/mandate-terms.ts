import { Temporal } from 'temporal-polyfill';
import { fromWire } from '../kernel/money/money.ts';
import type { Money } from '../kernel/money/money.ts';
import { fromTimestamp } from '../kernel/time/clock.ts';
import { ruleOn } from '../policies/emandate-rules.ts';
import { frequenciesOf, mandateMaximum } from '../policies/mandate-terms.ts';
import type { ObservedLimits } from '../policies/payer-limits.ts';
import { dayOf } from '../policies/window.ts';
import { disclosure } from './disclosure.ts';
import { aboveLimit, invalidTerm } from './domain/mandate-errors.ts';
import type { Frequency, KnownLimits, Mandate, MandateMethod, Recurrence } from './domain/mandate.ts';
import type { MandateTerms } from './terms-schemas.ts';

const isAfter = (left: Temporal.Instant, right: Temporal.Instant): boolean => Temporal.Instant.compare(left, right) > 0;

const indianTime = 'Asia/Kolkata';

/** Tokens live no longer than this at the provider (rule 55); cards end by themselves before. */
const longestYears = 30;

/**
 * Until when a mandate may be valid.
 * @throws validation_failed naming the field
 */
export const checkedValidity = (
  validUntil: string,
  from: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant => {
  const until = fromTimestamp(validUntil);
  if (!isAfter(until, now)) throw invalidTerm('validUntil', 'must lie in the future');
  if (!isAfter(until, from)) throw invalidTerm('validUntil', 'must lie after validFrom');
  const years = ruleOn('provider.razorpay.upi.tokenYears.max', 'years', dayOf(now))?.value ?? longestYears;
  const last = now.toZonedDateTimeISO(indianTime).add({ years }).toInstant();
  if (isAfter(until, last)) throw invalidTerm('validUntil', `must lie within ${years} years`);
  return until;
};

const mostDays: Partial<Readonly<Record<Frequency, number>>> = { weekly: 7, fortnightly: 15 };
const withoutRule = new Set<Frequency>(['daily', 'as_presented']);

const checkRecurrence = (frequency: Frequency, recurrence: Recurrence | undefined): void => {
  if (recurrence === undefined) return;
  if (withoutRule.has(frequency)) throw invalidTerm('recurrence', `has no meaning with ${frequency}`);
  const most = mostDays[frequency] ?? 31;
  if (recurrence.day > most) throw invalidTerm('recurrence.day', `must be 1 to ${most} with ${frequency}`);
};

/**
 * The most that a payer lets us ask for at once. UPI: what bank or app would refuse is refused here, as far as their
 * limits were declared; where they were not, up to the provider's bound is taken, and the answer suggests less: what was
 * observed of others refuses nothing. Cards: any amount; what is above the ceiling asks for an authentication each time.
 * @throws limit_exceeded
 */
export const checkedMaximum = (
  maxAmount: Money,
  mandate: Pick<Mandate, 'method' | 'category' | 'knownLimits'> & { readonly observed: ObservedLimits },
  now: Temporal.Instant,
): Money => {
  const { suggested, most, hard } = mandateMaximum({ ...mandate, on: dayOf(now) });
  const limit = hard && mandate.knownLimits !== undefined ? suggested : most;
  if (maxAmount.minor > limit.minor) throw aboveLimit(limit, suggested);
  return maxAmount;
};

const checkFrequency = (method: MandateMethod, frequency: Frequency, now: Temporal.Instant): void => {
  const allowed = frequenciesOf(method, dayOf(now));
  if (allowed.has(frequency)) return;
  throw invalidTerm('frequency', `a mandate on ${method} takes one of ${[...allowed].join(', ')}`);
};

/** What the payer agrees to. */
type AgreedTerms = Pick<
  Mandate,
  | 'method'
  | 'amountRule'
  | 'maxAmount'
  | 'limitKind'
  | 'frequency'
  | 'recurrence'
  | 'category'
  | 'validFrom'
  | 'validUntil'
  | 'description'
  | 'notification'
  | 'knownLimits'
  | 'disclosureVersion'
>;

const limitsOf = (known: MandateTerms['knownLimits']): KnownLimits | undefined =>
  known && {
    bankRecurring: fromWire(known.bankRecurring),
    bankDaily: fromWire(known.bankDaily),
    appRecurring: fromWire(known.appRecurring),
  };

/**
 * The terms as they are registered.
 * @throws validation_failed naming the field, limit_exceeded
 */
export const checkedTerms = (terms: MandateTerms, now: Temporal.Instant, observed: ObservedLimits): AgreedTerms => {
  const { method, frequency, recurrence, category } = terms;
  checkFrequency(method, frequency, now);
  checkRecurrence(frequency, recurrence);
  const wanted = fromTimestamp(terms.validFrom);
  const validFrom = isAfter(wanted, now) ? wanted : now;
  const validUntil = checkedValidity(terms.validUntil, validFrom, now);
  const knownLimits = limitsOf(terms.knownLimits);
  return {
    method,
    amountRule: terms.amountRule,
    maxAmount: checkedMaximum(fromWire(terms.maxAmount), { method, category, knownLimits, observed }, now),
    limitKind: method === 'upi' ? 'hard' : 'soft',
    frequency,
    recurrence,
    category,
    validFrom,
    validUntil,
    description: terms.description,
    notification: terms.notification,
    knownLimits,
    disclosureVersion: disclosure.version,
  };
};
