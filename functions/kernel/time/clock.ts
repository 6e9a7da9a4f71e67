import { Temporal } from 'temporal-polyfill';

/** The only source of the current time. Never read a clock at module scope: a warm function would keep it. */
export interface Clock {
  now(): Temporal.Instant;
  /** Whole seconds that this clock runs ahead of real time; absent for real time. */
  readonly offsetSeconds?: number;
}

/** Real time; the one place that asks the machine. */
export const systemClock: Clock = {
  now: () => Temporal.Now.instant(),
};

/**
 * Business time of a sandbox tenant: real time plus an offset that only `advanceClock` raises; it keeps ticking.
 * @param offsetSeconds whole seconds ahead of `base`, 0 or more
 */
export const shiftedClock = (base: Clock, offsetSeconds: number): Clock =>
  offsetSeconds === 0 ? base : { now: () => base.now().add({ seconds: offsetSeconds }), offsetSeconds };

/** Real time behind a tenant's business time: for what the tenant's clock does not rule, such as webhook delivery. */
export const realNow = (clock: Clock): Temporal.Instant => clock.now().subtract({ seconds: clock.offsetSeconds ?? 0 });

/** RFC 3339 UTC with millisecond precision, the form of every instant on the wire and in the table. */
export const toTimestamp = (instant: Temporal.Instant): string =>
  instant.round({ smallestUnit: 'millisecond', roundingMode: 'floor' }).toString({ fractionalSecondDigits: 3 });

export const fromTimestamp = (timestamp: string): Temporal.Instant => Temporal.Instant.from(timestamp);

/** Whole seconds since the epoch, rounded up: the unit of the table's TTL attribute. */
export const toEpochSeconds = (instant: Temporal.Instant): number => Math.ceil(instant.epochMilliseconds / 1000);

/** For libraries that take nothing else. */
export const toDate = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds);
