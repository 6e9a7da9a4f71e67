import type { Temporal } from 'temporal-polyfill';

/** Minutes between two runs. */
export const runMinutes = 15;

/** The webhook of a younger wait is likely on its way, or its message in the queue. */
const graceSeconds = 120;
const hour = 3600;

/** In which of how many runs a wait is looked at: refunds may take a week, and every look is a call to the provider. */
const everyNthRun = (ageSeconds: number): number => {
  if (ageSeconds < 2 * hour) return 1;
  return ageSeconds < 24 * hour ? 4 : 24;
};

/** Spreads waits of the same age evenly over the runs. */
const slotOf = (resourceId: string, slots: number): number =>
  [...resourceId].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003, 7) % slots;

export const runAt = (realNow: Temporal.Instant): number =>
  Math.floor(realNow.epochMilliseconds / (runMinutes * 60_000));

/**
 * Whether a run looks at what waits: every run in the first two hours, hourly in the first day, then every six hours.
 * @param ageSeconds on the tenant's clock; undefined, when nobody noted since when, is always looked at
 * @param run number of this run (`runAt`)
 */
export const isLookedAt = (
  wait: { readonly resourceId: string; readonly ageSeconds: number | undefined },
  run: number,
): boolean => {
  const { resourceId, ageSeconds } = wait;
  if (ageSeconds === undefined) return true;
  if (ageSeconds < graceSeconds) return false;
  const slots = everyNthRun(ageSeconds);
  return run % slots === slotOf(resourceId, slots);
};
