/**
 * The words in which it is said what a card may be used for, at each level that may say it: the card, its holder, the
 * program. The strictest level wins. Numbers that somebody sets stand with whom they were set for; here is only what
 * they may be about.
 */

/** Ways to use a card that are switched on and off (regulation.md 3.9); `international` is beside how it is used. */
export const channels = ['pos', 'ecom', 'atm', 'contactless', 'international'] as const;
export type Channel = (typeof channels)[number];

/** Ways that a limit may be about: where abroad begins is not one of them. */
export const entryChannels = ['pos', 'ecom', 'atm', 'contactless'] as const;
export type EntryChannel = (typeof entryChannels)[number];

/** How long a limit counts: each use by itself, or calendar days, weeks that begin on Monday, calendar months. */
export const limitPeriods = ['transaction', 'day', 'week', 'month'] as const;
export type LimitPeriod = (typeof limitPeriods)[number];

/** Balances carry these rules, and every authorization reads them: that keeps them small. */
export const mostLimits = 20;
export const mostMerchantCategories = 50;

/** A limit on uses; at least one of `max` and `count`. */
export interface UseLimit {
  readonly per: LimitPeriod;
  /** Counts only this use; absent: every use. */
  readonly channel?: EntryChannel | undefined;
  /** Minor units of the balance's currency. */
  readonly max?: bigint | undefined;
  /** How many uses; never of a single one. */
  readonly count?: number | undefined;
  /** IANA time zone whose calendar counts; absent: the program's. */
  readonly zone?: string | undefined;
}

/** Merchant category codes (ISO 18245, four digits); with `allow` every other one is refused. */
export interface MerchantRule {
  readonly allow?: readonly string[] | undefined;
  readonly block?: readonly string[] | undefined;
}

/** What one level says about uses. */
export interface UseRules {
  /** Counts the changes; kept with every decision. */
  readonly version: number;
  readonly limits: readonly UseLimit[];
  readonly mcc?: MerchantRule | undefined;
  /** Switched off by a level above the card, whatever the card says; a card has its own switches beside its rules. */
  readonly off?: readonly Channel[] | undefined;
}

/** Levels that may set rules. */
export const ruleLevels = ['card', 'customer', 'program'] as const;
export type RuleLevel = (typeof ruleLevels)[number];

/** Whether rules refuse anything at all; those that do not are left out where decisions are made. */
export const restricts = ({ limits, mcc, off = [] }: UseRules): boolean =>
  limits.length > 0 || off.length > 0 || (mcc?.allow ?? mcc?.block) !== undefined;
