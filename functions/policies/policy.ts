import type { Temporal } from 'temporal-polyfill';
import type { Currency } from '../kernel/money/currency.ts';

/** Where a rule was read. */
export interface PolicySource {
  readonly title: string;
  /** Absent where the text was read in an issuer's terms that have no public address. */
  readonly url?: string;
}

interface Described {
  /** Stable name, such as `law.ppi.small.balanceMaxMinor`; rows of one key are versions of one rule. */
  readonly key: string;
  /** Number of the rule in the rule table that the rows were taken from; `house`: our own choice beside it. */
  readonly rule: number | 'house';
  /** ISO 8601 dates in the programme's time zone. The first day on which the row holds. */
  readonly effectiveFrom: string;
  /** The first day on which it no longer holds; absent: no end is known. */
  readonly effectiveTo?: string;
  /** `dormant`: in force as law, but for a category that no programme of ours uses. `draft`: not law yet. */
  readonly status: 'in_force' | 'dormant' | 'draft';
  readonly scope: PolicyScope;
  readonly sources: readonly [PolicySource, ...PolicySource[]];
  /**
   * `high`: read in the regulator's own text or agreed by several summaries; `medium`: one credible secondary source;
   * `low`: inference, or sources that contradict each other.
   */
  readonly confidence: 'high' | 'medium' | 'low';
}

/** Which programmes, instruments and payees a rule speaks of; what is absent is not told apart. */
export interface PolicyScope {
  readonly jurisdiction: 'IN';
  readonly instrument: PpiCategory | 'any';
  readonly method?: 'card' | 'upi';
  readonly network?: 'upi' | 'rupay';
  readonly provider?: 'razorpay';
  /** What the payee sells, as a mandate calls it. */
  readonly categories?: readonly string[];
  /** ISO 18245 codes of the payee. */
  readonly merchantCategoryCodes?: readonly string[];
}

/** A part of each day in the programme's time zone, `HH:MM`; `until` is no part of it. */
export interface DayWindow {
  readonly from: string;
  readonly until: string;
}

/** Kinds of prepaid instruments that the law tells apart. */
export type PpiCategory = 'small' | 'small_cash' | 'full' | 'aadhaar_otp';

/** A rule with the dates between which it holds. Money is in minor units of `currency`. */
export type Policy = Described &
  (
    | { readonly unit: 'minor_units'; readonly currency: Currency; readonly value: bigint }
    | { readonly unit: 'seconds' | 'hours' | 'days' | 'months' | 'years' | 'count'; readonly value: number }
    | { readonly unit: 'flag'; readonly value: boolean }
    | { readonly unit: 'name'; readonly value: string }
    | { readonly unit: 'names'; readonly value: readonly string[] }
    | { readonly unit: 'day_windows'; readonly value: readonly DayWindow[] }
  );

/** How a decision names the version of a rule that it used: `key@effectiveFrom`. */
export const versionOf = ({ key, effectiveFrom }: Policy): string => `${key}@${effectiveFrom}`;

/** The versions of the rules that a decision used, each `key@effectiveFrom`, to be kept with it. */
export type Versions = readonly string[];

/** What did not hold was not used. */
export const versionsOf = (...policies: readonly (Policy | undefined)[]): Versions =>
  policies.flatMap((policy) => (policy === undefined ? [] : [versionOf(policy)]));

const holdsOn = ({ effectiveFrom, effectiveTo }: Described, date: string): boolean =>
  effectiveFrom <= date && (effectiveTo === undefined || date < effectiveTo);

/**
 * The version of a rule that holds on a date; undefined before its first version, after its last, and for rules that
 * are not in force for us. The version that started last wins, so that an open-ended row is ended by its successor.
 * @param on the date of the transaction in the programme's time zone, not of the evaluation
 */
export const policyOn = (policies: readonly Policy[], key: string, on: Temporal.PlainDate): Policy | undefined =>
  policies
    .filter((policy) => policy.key === key && policy.status === 'in_force' && holdsOn(policy, on.toString()))
    .reduce<Policy | undefined>(
      (latest, policy) => (latest === undefined || policy.effectiveFrom > latest.effectiveFrom ? policy : latest),
      undefined,
    );
