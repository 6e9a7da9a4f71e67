import type { Temporal } from 'temporal-polyfill';
import type { Currency } from '../../kernel/money/currency.ts';
import { indianTimeZone } from '../../policies/window.ts';
import type { EntryChannel } from './network-message.ts';

/** Ways to use a card that its holder switches; `international` is beside how it is used. */
export type SpendChannel = EntryChannel | 'international';

/** How long a spend limit counts; a transaction counts for itself. */
export const limitPeriods = ['transaction', 'day', 'month'] as const;
export type LimitPeriod = (typeof limitPeriods)[number];

/** What the holder or the tenant lets a card spend. */
export interface SpendLimit {
  readonly per: LimitPeriod;
  /** Counts only this use; absent: every use. */
  readonly channel?: EntryChannel | undefined;
  /** Minor units of the balance's currency. */
  readonly max: bigint;
}

/** Rules of one card beyond its channels. */
export interface SpendRules {
  /** Counts the changes, from 1; kept with every decision. */
  readonly version: number;
  readonly limits: readonly SpendLimit[];
  /** Merchant category codes; with `allow` every other one is refused. */
  readonly mcc?:
    { readonly allow?: readonly string[] | undefined; readonly block?: readonly string[] | undefined } | undefined;
}

/** What was spent within the window that runs, or ran, when it was last written. */
export interface SpendCounter {
  readonly window: string;
  /** Minor units. */
  readonly used: bigint;
}

export type SpendCounters = Readonly<Record<string, SpendCounter>>;

/** Everything stored that a decision depends on: one item, read at one moment. */
export interface SpendFacts {
  readonly currency: Currency;
  readonly state: 'active' | 'frozen' | 'closing' | 'closed';
  readonly level: 'minimum' | 'full';
  /** Minor units. */
  readonly available: bigint;
  readonly person: string | undefined;
  /** undefined when no such card hangs on the balance. */
  readonly card:
    | {
        readonly status: 'inactive' | 'active' | 'locked' | 'closed' | 'expired';
        /** Code of the lock that counts, while it is locked. */
        readonly lock?: number | undefined;
        /** Last month of validity, `YYYY-MM`. */
        readonly expiry: string;
        readonly channels: readonly SpendChannel[];
        readonly rules: SpendRules | undefined;
      }
    | undefined;
  readonly counters: SpendCounters;
}

/** Calendar days and months of a card are the program's: Indian ones for rupees, UTC otherwise. */
const zoneOf = (currency: Currency): string => (currency === 'INR' ? indianTimeZone : 'UTC');

/** `YYYY-MM-DD` or `YYYY-MM`: the run of a counter that an instant falls into. */
export const runOf = (per: 'day' | 'month', currency: Currency, at: Temporal.Instant): string => {
  const date = at.toZonedDateTimeISO(zoneOf(currency)).toPlainDate();
  return per === 'day' ? date.toString() : date.toPlainYearMonth().toString();
};

/** What a counter says now; a run that is over counts nothing. */
export const usedIn = (counters: SpendCounters, key: string, run: string): bigint => {
  const counter = counters[key];
  return counter?.window === run ? counter.used : 0n;
};
