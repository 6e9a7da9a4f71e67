import { Temporal } from 'temporal-polyfill';
import type { Rhythm, Span } from './cycle-spans.ts';
import { endOfMonth, spanAt } from './cycle-spans.ts';
import { ruleOn } from './emandate-rules.ts';
import { dayOf, indianTimeZone } from './window.ts';

/** A run with its lawful days. */
export interface Cycle extends Span {
  /** The first and the last day on which a debit may be executed. */
  readonly from: Temporal.PlainDate;
  readonly until: Temporal.PlainDate;
}

const isAfter = (left: Temporal.PlainDate, right: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(left, right) > 0;

const earlier = (left: Temporal.PlainDate, right: Temporal.PlainDate): Temporal.PlainDate =>
  isAfter(left, right) ? right : left;

/** The days that the recurrence rule leaves of a cycle: in cycles of several months the day is one of the first month. */
const ruledDays = ({ frequency, recurrence }: Rhythm, { firstDay, lastDay }: Span): Pick<Cycle, 'from' | 'until'> => {
  if (recurrence === undefined || frequency === 'daily' || frequency === 'as_presented') {
    return { from: firstDay, until: lastDay };
  }
  const furthest = frequency === 'weekly' ? lastDay : earlier(lastDay, endOfMonth(firstDay));
  const day = earlier(firstDay.add({ days: recurrence.day - 1 }), furthest);
  return {
    from: recurrence.rule === 'before' ? firstDay : day,
    until: recurrence.rule === 'after' ? lastDay : day,
  };
};

/**
 * The last day on which a debit is started: none is on a cycle's last day (rule 33), since one that waits or is tried again
 * there falls into the next cycle, unless the recurrence rule leaves no other day.
 */
const guarded = (
  { from, until }: Pick<Cycle, 'from' | 'until'>,
  lastDay: Temporal.PlainDate,
  on: Temporal.PlainDate,
) => {
  const guardDays = ruleOn('network.upi.lastDayGuardDays', 'days', on)?.value ?? 0;
  const last = earlier(until, lastDay.subtract({ days: guardDays }));
  return isAfter(from, last) ? until : last;
};

/**
 * The cycle that an instant lies in, with the days on which a debit may be executed.
 * @param debitId names the cycle of a debit under `as_presented`
 */
export const cycleOf = (asked: Rhythm & { at: Temporal.Instant; debitId?: string }): Cycle => {
  const span = spanAt(asked);
  const ruled = ruledDays(asked, span);
  return { ...span, from: ruled.from, until: guarded(ruled, span.lastDay, dayOf(asked.at)) };
};

/** Whether a debit may be executed on the day of an instant; `last_day`: it might, were it not the cycle's last (rule 33). */
export const mayExecute = (asked: Rhythm & { at: Temporal.Instant }): 'yes' | 'wrong_day' | 'last_day' => {
  const day = dayOf(asked.at);
  const span = spanAt(asked);
  const ruled = ruledDays(asked, span);
  if (isAfter(ruled.from, day) || isAfter(day, ruled.until)) return 'wrong_day';
  return isAfter(day, guarded(ruled, span.lastDay, day)) ? 'last_day' : 'yes';
};

/** The first instant, from the one given, that lies on a lawful day: in this cycle if one is left, else in the next. */
export const nextExecutionDay = ({ at, ...rhythm }: Rhythm & { at: Temporal.Instant }): Temporal.Instant => {
  const { from, until, lastDay } = cycleOf({ ...rhythm, at });
  const day = dayOf(at);
  if (isAfter(from, day)) return startOf(from);
  return isAfter(day, until) ? nextExecutionDay({ ...rhythm, at: startOf(lastDay.add({ days: 1 })) }) : at;
};

const startOf = (day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime(indianTimeZone).toInstant();
