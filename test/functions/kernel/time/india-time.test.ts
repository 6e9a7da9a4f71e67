import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { indiaTimeText } from '../../../../functions/kernel/time/india-time.ts';

describe('time as India reads it', () => {
  it.each([
    ['2026-11-23T04:30:00Z', '23 Nov 2026, 10:00 IST'],
    ['2026-12-31T18:29:59Z', '31 Dec 2026, 23:59 IST'],
    ['2026-12-31T18:30:00Z', '1 Jan 2027, 00:00 IST'],
  ])('%s is %s', (instant, words) => {
    expect(indiaTimeText(Temporal.Instant.from(instant))).toBe(words);
  });
});
