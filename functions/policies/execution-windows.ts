import { Temporal } from 'temporal-polyfill';
import type { Method } from './emandate-rules.ts';
import { ruleOn } from './emandate-rules.ts';
import { dayOf, indianTimeZone } from './window.ts';

/** The rule that closes hours of the day to executions on UPI (rule 30). */
export const peakWindows = 'network.upi.peakWindows';

/**
 * The first instant, from the one given, at which a debit may be executed: UPI executes none in its peak hours, cards have
 * no such hours. A window's end is permitted.
 */
export const nextPermitted = (method: Method, at: Temporal.Instant): Temporal.Instant => {
  if (method === 'card') return at;
  const local = at.toZonedDateTimeISO(indianTimeZone);
  const time = local.toPlainTime();
  const peak = ruleOn(peakWindows, 'day_windows', dayOf(at))?.value.find(
    ({ from, until }) =>
      Temporal.PlainTime.compare(time, Temporal.PlainTime.from(from)) >= 0 &&
      Temporal.PlainTime.compare(time, Temporal.PlainTime.from(until)) < 0,
  );
  return peak === undefined ? at : local.withPlainTime(peak.until).toInstant();
};
