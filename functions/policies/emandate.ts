import { Temporal } from 'temporal-polyfill';
import type { Money } from '../kernel/money/money.ts';
import { money } from '../kernel/money/money.ts';
import type { Rhythm } from './cycles.ts';
import { nextExecutionDay } from './cycles.ts';
import type { Category, Method, Role, Versions } from './emandate-rules.ts';
import { dayOf, ruleOn } from './emandate-rules.ts';
import { nextPermitted, peakWindows } from './execution-windows.ts';
import type { Policy } from './policy.ts';
import { versionOf } from './policy.ts';

const ceilingRule = 'law.emandate.afaFreeMaxMinor';
const secondsPerHour = 3600;

const versionsOf = (...policies: readonly (Policy | undefined)[]): Versions =>
  policies.flatMap((policy) => (policy === undefined ? [] : [versionOf(policy)]));

/**
 * Whether a debit needs the payer's additional factor (rules 1 to 5). The ceiling is inclusive; an amount in a currency that
 * the law does not name needs it always, and so does a day before the first circular.
 * @param on the day of the debit in India
 */
export const afaNeed = (
  on: Temporal.PlainDate,
  { amount, category }: { readonly amount: Money; readonly category: Category },
): { readonly required: boolean; readonly ceiling: Money; readonly versions: Versions } => {
  const special = ruleOn(`${ceilingRule}.byCategory`, 'minor_units', on);
  const rule = special?.scope.categories?.includes(category)
    ? special
    : ruleOn(`${ceilingRule}.default`, 'minor_units', on);
  const inclusive = ruleOn('law.emandate.ceilingInclusive', 'flag', on);
  const ceiling = money(rule?.value ?? 0n, 'INR');
  const within = inclusive?.value === true ? amount.minor <= ceiling.minor : amount.minor < ceiling.minor;
  return {
    required: rule === undefined || amount.currency !== ceiling.currency || !within,
    ceiling,
    versions: versionsOf(rule, inclusive),
  };
};

/** What the law frees from the notice (rule 12): automatic loads of FASTag and NCMC, and nothing else. */
export type NoticeExemption = 'FASTAG_AUTOLOAD' | 'NCMC_AUTOLOAD';

interface Payment {
  readonly method: Method;
  /** `collector` when not given. */
  readonly role?: Role | undefined;
  readonly exemption?: NoticeExemption | undefined;
}

/**
 * How long a debit waits after its notice was delivered: the longest of what law (rule 8), network (rule 27) and provider
 * (rules 38, 39) ask; nothing where the law exempts it.
 * @param payment its day in India is `on`
 */
export const leadTime = ({
  method,
  on,
  role = 'collector',
  exemption,
}: Payment & { readonly on: Temporal.PlainDate }): { readonly seconds: number; readonly versions: Versions } => {
  const exempt = ruleOn('law.emandate.preDebitExemptions', 'names', on);
  if (exemption !== undefined && exempt?.value.includes(exemption)) return { seconds: 0, versions: versionsOf(exempt) };
  const layers = [
    ruleOn('law.emandate.preDebitLeadSeconds', 'seconds', on),
    ...(method === 'upi' ? [ruleOn('network.upi.noticeWindowHours.least', 'hours', on)] : []),
    ...(role === 'collector' ? [ruleOn(`provider.razorpay.${method}.leadSeconds`, 'seconds', on)] : []),
  ].filter((rule) => rule !== undefined);
  const seconds = layers.map(({ unit, value }) => (unit === 'hours' ? value * secondsPerHour : value));
  return { seconds: Math.max(0, ...seconds), versions: versionsOf(...layers) };
};

const later = (first: Temporal.Instant, ...others: readonly Temporal.Instant[]): Temporal.Instant =>
  others.reduce((latest, other) => (Temporal.Instant.compare(other, latest) > 0 ? other : latest), first);

const windowVersions = (method: Method, at: Temporal.Instant): Versions =>
  method === 'upi' ? versionsOf(ruleOn(peakWindows, 'day_windows', dayOf(at))) : [];

interface Moment {
  readonly at: Temporal.Instant;
  readonly versions: Versions;
}

/** Moved until the lead time of the debit's own day has passed, its hour is open, and its day is lawful. */
const settle = (
  payment: Payment & { readonly rhythm?: Rhythm | undefined },
  deliveredAt: Temporal.Instant,
  from: Temporal.Instant,
): Moment => {
  const lead = leadTime({ ...payment, on: dayOf(from) });
  const waited = later(from, deliveredAt.add({ seconds: lead.seconds }));
  const onDay = payment.rhythm === undefined ? waited : nextExecutionDay({ ...payment.rhythm, at: waited });
  const at = nextPermitted(payment.method, onDay);
  if (!at.equals(from)) return settle(payment, deliveredAt, at);
  return { at, versions: [...lead.versions, ...windowVersions(payment.method, at)] };
};

/**
 * The first instant at which a debit may be asked for: its lead time after the delivery of the notice has passed, and so has
 * everything in `notBefore`; on UPI moved out of the peak hours, and with a rhythm to a day that the mandate allows.
 * @param deliveredAt by the provider's clock; the lead runs from here and not from the request (section 1.4)
 */
export const eligibleAt = ({
  deliveredAt,
  notBefore,
  ...payment
}: Payment & {
  readonly deliveredAt: Temporal.Instant;
  readonly notBefore: readonly Temporal.Instant[];
  readonly rhythm?: Rhythm | undefined;
}): Moment => settle(payment, deliveredAt, later(deliveredAt, ...notBefore));

/**
 * When the notice of a debit is to be asked for, and the earliest lawful moment of the debit. The notice is asked for its lead
 * time and a margin for its delivery before the debit, on UPI so within the band of 48 to 24 hours (rule 27); at once where
 * that moment has passed.
 * @param dueAt when the payee wants the money; with a `rhythm` moved to the next lawful day
 */
export const noticePlan = ({
  dueAt,
  now,
  ...payment
}: Payment & {
  readonly dueAt: Temporal.Instant;
  readonly now: Temporal.Instant;
  readonly rhythm?: Rhythm | undefined;
}): {
  readonly notifyAt: Temporal.Instant;
  readonly earliestDebitAt: Temporal.Instant;
  readonly versions: Versions;
} => {
  const { at: earliestDebitAt, versions } = settle(payment, now, later(now, dueAt));
  const on = dayOf(earliestDebitAt);
  const { seconds } = leadTime({ ...payment, on });
  const margin = seconds === 0 ? undefined : ruleOn('house.emandate.noticeMarginSeconds', 'seconds', on);
  // A due time in closed hours counts: the notice before it is early enough for the hour that opens after them.
  const planned = dayOf(dueAt).equals(on) ? dueAt : earliestDebitAt;
  const notifyAt = later(now, planned.subtract({ seconds: seconds + (margin?.value ?? 0) }));
  return { notifyAt, earliestDebitAt, versions: [...versions, ...versionsOf(margin)] };
};

/**
 * Until when a delivered notice carries a debit: 48 hours on UPI (rule 27), three days after the day of the debit on cards
 * (rule 42; said of RuPay, and kept to on every card, since the network is not always known).
 * @param debitAt the moment that the notice names
 */
export const noticeLapsesAt = ({
  method,
  deliveredAt,
  debitAt,
}: {
  readonly method: Method;
  readonly deliveredAt: Temporal.Instant;
  readonly debitAt: Temporal.Instant;
}): Temporal.Instant | undefined => {
  const on = dayOf(debitAt);
  if (method === 'upi') {
    const band = ruleOn('network.upi.noticeWindowHours.most', 'hours', on);
    return band && deliveredAt.add({ hours: band.value });
  }
  const lapse = ruleOn('provider.razorpay.rupay.noticeLapseDays', 'days', on);
  return lapse && debitAt.add({ hours: 24 * lapse.value });
};

/**
 * How often a debit may be asked for in all: one attempt and three retries, by the network (rule 29) and by our own choice
 * where it is silent.
 */
export const attemptsAllowed = ({
  method,
  on,
}: {
  readonly method: Method;
  readonly on: Temporal.PlainDate;
}): { readonly most: number; readonly versions: Versions } => {
  const network = method === 'upi' ? ruleOn('network.upi.maxAttempts', 'count', on) : undefined;
  const house = ruleOn('house.emandate.maxAttempts', 'count', on);
  const most = Math.min(network?.value ?? Number.POSITIVE_INFINITY, house?.value ?? 1);
  return { most, versions: versionsOf(network, house) };
};

/**
 * When a debit that failed may be asked for again: after the spacing of its method (rules 31, 40), not before the gateway
 * said, and in the hours that are open.
 * @param retryAfter the moment that the gateway named, which is obeyed
 */
export const retryAt = ({
  method,
  failedAt,
  retryAfter = failedAt,
}: {
  readonly method: Method;
  readonly failedAt: Temporal.Instant;
  readonly retryAfter?: Temporal.Instant | undefined;
}): Temporal.Instant => {
  const key = method === 'upi' ? 'network.upi.retrySpacingSeconds' : 'provider.razorpay.card.retrySpacingSeconds';
  const spacing = ruleOn(key, 'seconds', dayOf(failedAt))?.value ?? 0;
  return nextPermitted(method, later(failedAt.add({ seconds: spacing }), retryAfter));
};
