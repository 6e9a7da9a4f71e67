import type { Currency } from '../../kernel/money/currency.ts';
import type { Channel, UseRules } from '../../policies/card-controls.ts';

/** What was spent within the window that runs, or ran, when it was last written. */
export interface SpendCounter {
  readonly window: string;
  /** Minor units. */
  readonly used: bigint;
  /** How many uses; absent where nobody asks. */
  readonly times?: bigint | undefined;
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
  /** Rules that the holder of the balance has for all its cards. */
  readonly holder: UseRules | undefined;
  /** undefined when no such card hangs on the balance. */
  readonly card:
    | {
        readonly status: 'inactive' | 'active' | 'locked' | 'closed' | 'expired';
        /** Code of the lock that counts, while it is locked. */
        readonly lock?: number | undefined;
        /** Last month of validity, `YYYY-MM`. */
        readonly expiry: string;
        readonly channels: readonly Channel[];
        readonly rules: UseRules | undefined;
        /** What it counts its uses as, when it took another card's place. */
        readonly countedAs?: string | undefined;
      }
    | undefined;
  readonly counters: SpendCounters;
}

const nothing = { used: 0n, times: 0n };

/** What a counter says now; a run that is over counts nothing. */
export const countedIn = (
  counters: SpendCounters,
  { key, run }: { readonly key: string; readonly run: string },
): { readonly used: bigint; readonly times: bigint } => {
  const counter = counters[key];
  return counter?.window === run ? { used: counter.used, times: counter.times ?? 0n } : nothing;
};
