const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Pauses before the second to the eighth attempt, milliseconds (domain.md 2.10). About 28 hours in all. */
export const retryDelaysMs = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour] as const;

/** A pause is up to a fifth longer than the schedule says, so that what failed together does not come back together. */
const spread = 0.2;

/**
 * The pause after the given number of failed attempts, milliseconds; undefined when the schedule has ended.
 * @param jitter 0 to 1
 */
export const retryDelayMs = (failed: number, jitter: number): number | undefined => {
  const delay = retryDelaysMs[failed - 1];
  return delay === undefined ? undefined : Math.round(delay * (1 + spread * jitter));
};

/** What an endpoint may ask for with `Retry-After`: at least a second, at most an hour; a minute when it names nothing. */
const shortestPause = 1;
const longestPause = 3_600;
const usualPause = 60;

/** Seconds for which an endpoint that answered 429 or 503 is left alone. */
export const pauseSeconds = (asked: number | undefined): number =>
  Math.min(longestPause, Math.max(shortestPause, Math.ceil(asked ?? usualPause)));
