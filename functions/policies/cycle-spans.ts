import type { Temporal } from 'temporal-polyfill';
import { dayOf } from './window.ts';

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
export interface Span {
  /** `2026-11-22`, `2026-W47`, `2026-11-H2`, `2026-11`, `2026-11-P3M`; a debit's own id where it is presented as it comes. */
  readonly key: string;
  readonly firstDay: Temporal.PlainDate;
  readonly lastDay: Temporal.PlainDate;
}

const secondHalf = 16;
const january = 1;
const monthsOf = { bimonthly: 2, quarterly: 3, half_yearly: 6, yearly: 12 } as const;

export const endOfMonth = (day: Temporal.PlainDate): Temporal.PlainDate => day.with({ day: day.daysInMonth });

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

/**
 * The run that an instant lies in.
 * @param debitId names that of a debit under `as_presented`
 */
export const spanAt = ({ at, debitId, ...rhythm }: Rhythm & { at: Temporal.Instant; debitId?: string }): Span => {
  const span = spanOf(rhythm, dayOf(at));
  return rhythm.frequency === 'as_presented' ? { ...span, key: debitId ?? span.key } : span;
};
