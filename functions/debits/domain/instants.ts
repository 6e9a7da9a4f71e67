import type { Temporal } from 'temporal-polyfill';

/** Whether an instant has come. */
export const isReached = (at: Temporal.Instant, now: Temporal.Instant): boolean =>
  at.epochMilliseconds <= now.epochMilliseconds;

export const laterOf = (...instants: readonly [Temporal.Instant, ...Temporal.Instant[]]): Temporal.Instant =>
  instants.reduce((latest, at) => (at.epochMilliseconds > latest.epochMilliseconds ? at : latest));
