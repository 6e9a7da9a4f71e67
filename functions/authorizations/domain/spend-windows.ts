import type { Temporal } from 'temporal-polyfill';
import type { Currency } from '../../kernel/money/currency.ts';
import type { LimitPeriod } from '../../policies/card-controls.ts';
import { indianTimeZone } from '../../policies/window.ts';

/** One run of a counter. */
export interface SpendWindow {
  /** First day, or month, with the time zone when that is not the program's: `2026-11-22`, `2026-11@Asia/Tokyo`. */
  readonly run: string;
  /** The instant at which the next one begins. */
  readonly endsAt: Temporal.Instant;
}

/** A program counts calendar days, weeks and months where its money is: in India for rupees, in UTC otherwise. */
export const zoneOf = (currency: Currency): string => (currency === 'INR' ? indianTimeZone : 'UTC');

/** What a limit may count in; a transaction counts for itself. */
export type CountedPeriod = Exclude<LimitPeriod, 'transaction'>;

const firstDay = (per: CountedPeriod, at: Temporal.PlainDate): Temporal.PlainDate => {
  if (per === 'day') return at;
  // Weeks begin on Monday (ISO 8601).
  if (per === 'week') return at.subtract({ days: at.dayOfWeek - 1 });
  return at.with({ day: 1 });
};

const next = { day: { days: 1 }, week: { weeks: 1 }, month: { months: 1 } } as const;

/**
 * The run that an instant falls into. Days are as long as their time zone makes them: 23 or 25 hours where clocks change.
 * @param limit.zone IANA time zone; undefined: the program's
 */
export const windowOf = (
  { per, zone }: { readonly per: CountedPeriod; readonly zone?: string | undefined },
  currency: Currency,
  at: Temporal.Instant,
): SpendWindow => {
  const kept = zone ?? zoneOf(currency);
  const first = firstDay(per, at.toZonedDateTimeISO(kept).toPlainDate());
  const name = per === 'month' ? first.toPlainYearMonth().toString() : first.toString();
  return {
    run: zone === undefined ? name : `${name}@${zone}`,
    endsAt: first.add(next[per]).toZonedDateTime(kept).toInstant(),
  };
};

/** `YYYY-MM` where the program's money is. */
export const monthAt = (currency: Currency, at: Temporal.Instant): string =>
  windowOf({ per: 'month' }, currency, at).run;
