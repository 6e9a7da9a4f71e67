import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { outcomeOfStatus, retryAfterSeconds } from '../../../../functions/webhooks/domain/attempt-outcome.ts';
import { pauseSeconds, retryDelayMs } from '../../../../functions/webhooks/domain/retry-schedule.ts';

const now = Temporal.Instant.from('2026-11-21T06:30:00Z');

describe('what an endpoint answers', () => {
  it.each([
    [200, 'succeeded'],
    [299, 'succeeded'],
    [300, 'redirected'],
    [399, 'redirected'],
    [400, 'refused'],
    [404, 'refused'],
    [410, 'gone'],
    [429, 'slowed_down'],
    [500, 'refused'],
    [503, 'slowed_down'],
    [101, 'refused'],
  ])('%i means %s', (status, outcome) => {
    expect(outcomeOfStatus(status)).toBe(outcome);
  });

  it.each([
    ['120', 120],
    ['Sat, 21 Nov 2026 06:31:30 GMT', 90],
    ['Sat, 21 Nov 2026 06:29:00 GMT', -60],
    ['Sat, 31 Feb 2026 99:99:99 GMT', expect.any(Number)],
    ['Sat, 21 Xyz 2026 06:31:30 GMT', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['1'.repeat(40), undefined],
    [undefined, undefined],
  ])('Retry-After %s asks for %s seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toEqual(seconds);
  });

  it.each([
    [undefined, 60],
    [-60, 1],
    [0, 1],
    [12.2, 13],
    [3_600, 3_600],
    [86_400, 3_600],
  ])('asked for %s s, leaves the endpoint alone for %i s', (asked, seconds) => {
    expect(pauseSeconds(asked)).toBe(seconds);
  });

  it('the schedule ends after the eighth attempt', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8].map((failed) => retryDelayMs(failed, 0));
    expect(pauses.map((pause) => (pause === undefined ? undefined : pause / 1_000))).toEqual([
      5,
      300,
      1_800,
      7_200,
      18_000,
      36_000,
      36_000,
      undefined,
    ]);
    expect(retryDelayMs(1, 1)).toBe(6_000);
  });
});
