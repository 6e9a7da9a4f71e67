import type { Money } from '../kernel/money/money.ts';

/** What bounds a UPI mandate (SH-19): x, the bank's recurring limit, y, its daily limit, z, the app's recurring limit. */
export const limitFactors = ['bankRecurring', 'bankDaily', 'appRecurring'] as const;
export type LimitFactor = (typeof limitFactors)[number];

/** Whose word a limit is: the caller's, that of earlier payments, or nobody's, so that the safe default stands (SH-21). */
export const limitSources = ['declared', 'observed', 'assumed'] as const;
export type LimitSource = (typeof limitSources)[number];

type OfEachFactor<Known> = Readonly<Partial<Record<LimitFactor, Known | undefined>>>;

/** Limits of a payer's bank and app, as far as the caller knows them (SH-19); nobody can ask for them (SH-21). */
export type LimitsOfPayer = OfEachFactor<Money>;

/** What payments and registrations have shown of one limit. */
export interface ObservedLimit {
  /** The largest amount that passed, and since then nothing up to it was refused. */
  readonly passed?: Money | undefined;
  /** The largest amount below what was refused, when nothing as large has passed since. */
  readonly atMost?: Money | undefined;
}

export type ObservedLimits = OfEachFactor<ObservedLimit>;

/** One limit of the payer, and whose word it is. */
export interface PayerLimit {
  readonly factor: LimitFactor;
  readonly source: LimitSource;
  readonly amount: Money;
}

interface Knowledge {
  readonly declared: LimitsOfPayer;
  readonly observed: ObservedLimits;
  /** What a limit counts as that nobody knows. */
  readonly assumed: Money;
}

const limitOf = (factor: LimitFactor, { declared, observed, assumed }: Knowledge): PayerLimit => {
  const told = declared[factor];
  if (told !== undefined) return { factor, source: 'declared', amount: told };
  const { passed, atMost } = observed[factor] ?? {};
  if (passed !== undefined && passed.minor >= assumed.minor) return { factor, source: 'observed', amount: passed };
  if (atMost !== undefined && atMost.minor < assumed.minor) return { factor, source: 'observed', amount: atMost };
  return { factor, source: 'assumed', amount: assumed };
};

/**
 * The smallest of x, y and z (SH-19), each as it was declared, else as it was observed, else as it is assumed to be. What
 * passed says nothing below the assumed amount: that much is taken to pass anywhere. Of equal limits it is the first.
 */
export const smallestLimit = (knowledge: Knowledge): PayerLimit => {
  const [first, ...others] = limitFactors;
  return others
    .map((factor) => limitOf(factor, knowledge))
    .reduce((least, next) => (next.amount.minor < least.amount.minor ? next : least), limitOf(first, knowledge));
};
