import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../functions/kernel/time/clock.ts';

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  advance(duration: Temporal.DurationLike): void;
}

export const testClock = (at = '2026-11-21T06:30:00Z'): TestClock => {
  let now = Temporal.Instant.from(at);
  return {
    now: () => now,
    advance: (duration) => {
      now = now.add(duration);
    },
  };
};
