import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import { money } from '../../kernel/money/money.ts';
import type { ObservedLimit, ObservedLimits } from '../../policies/payer-limits.ts';
import type { RemoteReference } from './mandate.ts';

/** What can be seen of a limit: a registration or a debit of some amount, and whether it passed. */
export const sightings = ['registered', 'registrationRefused', 'debited', 'debitRefused'] as const;
export type Sighting = (typeof sightings)[number];

/** Who limits what a payer pays. */
export interface Limiter {
  readonly kind: 'bank' | 'app';
  readonly name: string;
}

/** Something of a payer's bank and of its app, where they are known. */
type ByKind<Known> = Readonly<Partial<Record<Limiter['kind'], Known | undefined>>>;

/** That an amount passed, or was refused for a limit. */
export interface Observation {
  readonly of: Limiter;
  readonly sighting: Sighting;
  /** Rounded down to a step, in minor units. */
  readonly step: bigint;
  /** Rounded down to the minute. */
  readonly at: Temporal.Instant;
}

/** When each sighting was made last, by the step of its amount in minor units. */
export type SeenLimits = Readonly<Record<Sighting, Readonly<Record<string, Temporal.Instant>>>>;

export const nothingSeen: SeenLimits = { registered: {}, registrationRefused: {}, debited: {}, debitRefused: {} };

/** Amounts of one step are one: what is kept stays small, and a suggestion is a round number. */
const stepMinor = 500_00n;
/** More than the provider takes for any payee (rule 54) is no other step. */
const lastStepMinor = 200_000_00n;

/** undefined below INR 500: a refusal of so little is the payer's own limit of the day, and no bank's. */
const stepOf = ({ minor }: Money): bigint | undefined => {
  if (minor < stepMinor) return undefined;
  return minor > lastStepMinor ? lastStepMinor : minor - (minor % stepMinor);
};

const minuteOf = (at: Temporal.Instant): Temporal.Instant =>
  at.round({ smallestUnit: 'minute', roundingMode: 'floor' });

/**
 * Bank and app of a payer, by the names that they are kept under. Where the provider does not name the bank, as it rarely
 * does on UPI, the banks behind the app's handle stand for it.
 */
export const limitersOf = ({ bank, app }: Pick<RemoteReference, 'bank' | 'app'>): ByKind<Limiter> => {
  const handle = app?.toLowerCase();
  const name = bank?.toLowerCase() ?? (handle === undefined ? undefined : `@${handle}`);
  return {
    bank: name === undefined ? undefined : { kind: 'bank', name },
    app: handle === undefined ? undefined : { kind: 'app', name: handle },
  };
};

/** @returns undefined of an amount that is too small to say anything */
export const observation = (
  of: Limiter,
  { sighting, amount, at }: { readonly sighting: Sighting; readonly amount: Money; readonly at: Temporal.Instant },
): Observation | undefined => {
  const step = stepOf(amount);
  return step === undefined ? undefined : { of, sighting, step, at: minuteOf(at) };
};

/** Whether it, or a later one like it, was noted before. */
export const isNoted = (seen: SeenLimits, { sighting, step, at }: Observation): boolean => {
  const known = seen[sighting][String(step)];
  return known !== undefined && known.epochMilliseconds >= at.epochMilliseconds;
};

/** The later of two times of the same sighting stays: order and repeats of what is noted do not matter. */
export const noted = (seen: SeenLimits, one: Observation): SeenLimits =>
  isNoted(seen, one) ? seen : { ...seen, [one.sighting]: { ...seen[one.sighting], [String(one.step)]: one.at } };

interface Seen {
  readonly step: bigint;
  readonly at: number;
}

const seenOf = (seen: SeenLimits, kinds: readonly Sighting[]): readonly Seen[] =>
  kinds.flatMap((kind) =>
    Object.entries(seen[kind]).map(([step, at]) => ({ step: BigInt(step), at: at.epochMilliseconds })),
  );

const rupees = (minor: bigint): Money => money(minor, 'INR');

/**
 * What stands of all that was seen. A refusal takes away what passed of as much or more before it, or in the same minute; a
 * pass takes away every refusal of as much or less before it.
 */
const standing = (passes: readonly Seen[], refusals: readonly Seen[]): ObservedLimit => {
  const passed = passes
    .filter((pass) => !refusals.some(({ step, at }) => step <= pass.step && at >= pass.at))
    .map(({ step }) => step);
  const refused = refusals
    .filter((refusal) => !passes.some(({ step, at }) => step >= refusal.step && at > refusal.at))
    .map(({ step }) => step);
  const largest = passed.reduce((most, step) => (step > most ? step : most), 0n);
  const smallest = refused.reduce((least, step) => (step < least ? step : least), lastStepMinor + stepMinor);
  const below = smallest - stepMinor;
  return {
    ...(passed.length === 0 ? {} : { passed: rupees(largest) }),
    ...(refused.length === 0 ? {} : { atMost: rupees(below < stepMinor ? stepMinor : below) }),
  };
};

/** Registrations and debits both show what may be asked for again and again. */
const recurring = (seen: SeenLimits): ObservedLimit =>
  standing(seenOf(seen, ['registered', 'debited']), seenOf(seen, ['registrationRefused', 'debitRefused']));

/** A registration moves no money: of a day's limit only debits say something. */
const daily = (seen: SeenLimits): ObservedLimit => standing(seenOf(seen, ['debited']), seenOf(seen, ['debitRefused']));

/** What was seen of a bank and an app, as the limits that it speaks of: a bank's covers x and y, an app's z (SH-19). */
export const observedLimits = ({ bank = nothingSeen, app = nothingSeen }: ByKind<SeenLimits>): ObservedLimits => ({
  bankRecurring: recurring(bank),
  bankDaily: daily(bank),
  appRecurring: recurring(app),
});
