import type { Temporal } from 'temporal-polyfill';

/** Indian programmes count calendar months and days in this zone. */
export const indianTimeZone = 'Asia/Kolkata';

/** The day in India on which an instant falls; it chooses the version of each rule. */
export const dayOf = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO(indianTimeZone).toPlainDate();

/** How long a counter runs before it starts again; the Indian financial year begins on 1 April. */
export type WindowKind = 'month' | 'financial_year';

/** One run of a counter. */
export interface Window {
  /** `2026-11`, or `FY2026` for the financial year that began in April 2026. */
  readonly name: string;
  /** The instant at which the next one begins. */
  readonly endsAt: Temporal.Instant;
}

const firstMonthOfYear = 4;

/** The run of a counter that an instant falls into. */
export const windowAt = (kind: WindowKind, at: Temporal.Instant): Window => {
  const local = at.toZonedDateTimeISO(indianTimeZone);
  const monthStart = local.startOfDay().with({ day: 1 });
  if (kind === 'month') {
    return {
      name: monthStart.toPlainDate().toPlainYearMonth().toString(),
      endsAt: monthStart.add({ months: 1 }).toInstant(),
    };
  }
  const startYear = local.month >= firstMonthOfYear ? local.year : local.year - 1;
  const nextStart = monthStart.with({ year: startYear + 1, month: firstMonthOfYear });
  return { name: `FY${startYear}`, endsAt: nextStart.toInstant() };
};
