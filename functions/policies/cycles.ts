import { Temporal } from 'temporal-polyfill';
import { dayOf, ruleOn } from './emandate-rules.ts';
import { indianTimeZone } from './window.ts';

/** How often a mandate lets money be asked for (rule 22). */
export type Frequency =
  | 'daily'
  | 'weekly'
  | 'fortnightly'
  | 'monthly'
  | 'bimonthly'
  | 'quarterly'
  | 'half_yearly'
  | 'yearly'
  | 'as_presented';

/** On which days of a cycle (rule 24); `day` counts from the cycle's first day, beyond its month's end it is the last day. */
export interface RecurrenceRule {
  readonly rule: 'on' | 'before' | 'after';
  readonly day: number;
}

/** When a mandate may be debited. */
export interface Rhythm {
  readonly frequency: Frequency;
  /** Absent: any day of the cycle. Not looked at for `daily` and `as_presented`. */
  readonly recurrence?: RecurrenceRule | undefined;
  /** The mandate's first day: cycles of several months begin with its month. Absent: with January. */
  readonly anchor?: Temporal.Instant | undefined;
}

/** One run of a mandate's frequency, in which at most one debit succeeds (rule 32); days in India. */
export interface Cycle {
  /** `2026-11-22`, `2026-W47`, `2026-11-H2`, `2026-11`, `2026-11-P3M`; a debit's own id where it is presented as it comes. */
  readonly key: string;
  readonly firstDay: Temporal.PlainDate;
  readonly lastDay: Temporal.PlainDate;
  /** The first and the last day on which a debit may be executed. */
  readonly from: Temporal.PlainDate;
  readonly until: Temporal.PlainDate;
}

type Span = Pick<Cycle, 'key' | 'firstDay' | 'lastDay'>;

const secondHalf = 16;
const january = 1;
const monthsOf = { bimonthly: 2, quarterly: 3, half_yearly: 6, yearly: 12 } as const;

const endOfMonth = (day: Temporal.PlainDate): Temporal.PlainDate => day.with({ day: day.daysInMonth });

const weekOf = (day: Temporal.PlainDate): Span => {
  const firstDay = day.subtract({ days: day.dayOfWeek - 1 });
  const week = String(day.weekOfYear).padStart(2, '0');
  return { key: `${day.yearOfWeek ?? day.year}-W${week}`, firstDay, lastDay: firstDay.add({ days: 6 }) };
};

const monthOf = (day: Temporal.PlainDate): Span => ({
  key: day.toPlainYearMonth().toString(),
  firstDay: day.with({ day: 1 }),
  lastDay: endOfMonth(day),
});

/** Halves of a month, the fortnights of a calendar. */
const fortnightOf = (day: Temporal.PlainDate): Span => {
  const month = day.toPlainYearMonth().toString();
  return day.day < secondHalf
    ? { key: `${month}-H1`, firstDay: day.with({ day: 1 }), lastDay: day.with({ day: secondHalf - 1 }) }
    : { key: `${month}-H2`, firstDay: day.with({ day: secondHalf }), lastDay: endOfMonth(day) };
};

const severalMonthsOf = (day: Temporal.PlainDate, months: number, firstMonth: number): Span => {
  const into = (((day.month - firstMonth) % months) + months) % months;
  const firstDay = day.with({ day: 1 }).subtract({ months: into });
  const lastDay = endOfMonth(firstDay.add({ months: months - 1 }));
  return { key: `${firstDay.toPlainYearMonth().toString()}-P${months}M`, firstDay, lastDay };
};

const spanOf = ({ frequency, anchor }: Rhythm, day: Temporal.PlainDate): Span => {
  switch (frequency) {
    case 'daily':
    case 'as_presented':
      return { key: day.toString(), firstDay: day, lastDay: day };
    case 'weekly':
      return weekOf(day);
    case 'fortnightly':
      return fortnightOf(day);
    case 'monthly':
      return monthOf(day);
    default:
      return severalMonthsOf(day, monthsOf[frequency], anchor === undefined ? january : dayOf(anchor).month);
  }
};

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
export const cycleOf = ({ at, debitId, ...rhythm }: Rhythm & { at: Temporal.Instant; debitId?: string }): Cycle => {
  const day = dayOf(at);
  const span = spanOf(rhythm, day);
  const ruled = ruledDays(rhythm, span);
  const key = rhythm.frequency === 'as_presented' ? (debitId ?? span.key) : span.key;
  return { ...span, key, from: ruled.from, until: guarded(ruled, span.lastDay, day) };
};

/** Whether a debit may be executed on the day of an instant; `last_day`: it might, were it not the cycle's last (rule 33). */
export const mayExecute = ({ at, ...rhythm }: Rhythm & { at: Temporal.Instant }): 'yes' | 'wrong_day' | 'last_day' => {
  const day = dayOf(at);
  const span = spanOf(rhythm, day);
  const ruled = ruledDays(rhythm, span);
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
