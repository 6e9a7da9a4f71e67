import type { Temporal } from 'temporal-polyfill';
import { cardNoticeLapsesAt } from './card-notices.ts';
import type { Rhythm } from './cycle-spans.ts';
import { nextExecutionDay } from './cycles.ts';
import type { Method } from './emandate-rules.ts';
import { ruleOn } from './emandate-rules.ts';
import { nextPermitted, peakWindows } from './execution-windows.ts';
import type { LeadTime, NoticeExemption } from './lead-time.ts';
import { later, leadTimeOf, settle } from './lead-time.ts';
import type { Versions } from './policy.ts';
import { versionsOf } from './policy.ts';
import { dayOf } from './window.ts';

interface Payment {
  readonly method: Method;
  readonly exemption?: NoticeExemption | undefined;
}

/**
 * How long a debit waits after its notice was delivered: the longest of what law (rule 8), network (rule 27) and provider
 * (rules 38, 39) ask; nothing where the law exempts it.
 * @param payment its day in India is `on`
 */
export const leadTime = ({ method, on, exemption }: Payment & { readonly on: Temporal.PlainDate }): LeadTime =>
  leadTimeOf(on, {
    exemption,
    beside: [
      ...(method === 'upi' ? [ruleOn('network.upi.noticeWindowHours.least', 'hours', on)] : []),
      ruleOn(`provider.razorpay.${method}.leadSeconds`, 'seconds', on),
    ],
  });

const windowVersions = (method: Method, at: Temporal.Instant): Versions =>
  method === 'upi' ? versionsOf(ruleOn(peakWindows, 'day_windows', dayOf(at))) : [];

interface Moment {
  readonly at: Temporal.Instant;
  readonly versions: Versions;
}

/** Where the lead time of the debit's own day has passed, its hour is open, and its day is lawful. */
const lawfulFrom = (
  { rhythm, ...payment }: Payment & { readonly rhythm?: Rhythm | undefined },
  deliveredAt: Temporal.Instant,
  from: Temporal.Instant,
): Moment => {
  const { method } = payment;
  const leadTimeOn = (on: Temporal.PlainDate): LeadTime => leadTime({ ...payment, on });
  const moved = (at: Temporal.Instant): Temporal.Instant =>
    nextPermitted(method, rhythm === undefined ? at : nextExecutionDay({ ...rhythm, at }));
  const at = settle({ deliveredAt, leadTimeOn, moved }, from);
  return { at, versions: [...leadTimeOn(dayOf(at)).versions, ...windowVersions(method, at)] };
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
}): Moment => lawfulFrom(payment, deliveredAt, later(deliveredAt, ...notBefore));

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
  const { at: earliestDebitAt, versions } = lawfulFrom(payment, now, later(now, dueAt));
  const on = dayOf(earliestDebitAt);
  const { seconds } = leadTime({ ...payment, on });
  const margin = seconds === 0 ? undefined : ruleOn('house.emandate.noticeMarginSeconds', 'seconds', on);
  // A due time in closed hours counts: the notice before it is early enough for the hour that opens after them.
  const planned = dayOf(dueAt).equals(on) ? dueAt : earliestDebitAt;
  const notifyAt = later(now, planned.subtract({ seconds: seconds + (margin?.value ?? 0) }));
  return { notifyAt, earliestDebitAt, versions: [...versions, ...versionsOf(margin)] };
};

/**
 * Until when a delivered notice carries a debit: 48 hours on UPI (rule 27), three days after the day of the debit on cards.
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
  if (method === 'card') return cardNoticeLapsesAt(debitAt);
  const band = ruleOn('network.upi.noticeWindowHours.most', 'hours', dayOf(debitAt));
  return band && deliveredAt.add({ hours: band.value });
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
