import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { isLookedAt, runAt, runMinutes } from '../../../../functions/recovery/domain/poll-pace.ts';

const minutes = 60;
const hours = 60 * minutes;

/** In how many of the runs of a day a wait of this age is looked at. */
const looksADay = (resourceId: string, ageSeconds: number | undefined): number =>
  Array.from({ length: 96 }, (_, run) => isLookedAt({ resourceId, ageSeconds }, 1_000 + run)).filter(Boolean).length;

const ids = fc.string({ minLength: 1, maxLength: 40 });

describe('the pace of the poller', () => {
  it('leaves what began to wait only now: its webhook may be on its way', () => {
    expect(looksADay('dbt_1', -60)).toBe(0);
    expect(looksADay('dbt_1', 2 * minutes - 1)).toBe(0);
  });

  it('I7 looks in every run during the first two hours, so that one poll window finds what was lost', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 2 * minutes, max: 2 * hours - 1 }), (id, age) => {
        expect(looksADay(id, age)).toBe(96);
      }),
    );
  });

  it('looks every hour, then every six hours, and never stops', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(looksADay(id, 2 * hours)).toBe(24);
        expect(looksADay(id, 24 * hours - 1)).toBe(24);
        expect(looksADay(id, 24 * hours)).toBe(4);
        expect(looksADay(id, 400 * 24 * hours)).toBe(4);
      }),
    );
  });

  it('looks always when nobody noted since when', () => {
    expect(looksADay('mdt_1', undefined)).toBe(96);
  });

  it('spreads what has waited long over the runs', () => {
    const perRun = Array.from(
      { length: 24 },
      (_, run) =>
        Array.from({ length: 2_400 }, (_each, index) => `dbt_${String(index).padStart(26, '0')}`).filter((resourceId) =>
          isLookedAt({ resourceId, ageSeconds: 48 * hours }, run),
        ).length,
    );
    expect(perRun.reduce((sum, count) => sum + count, 0)).toBe(2_400);
    expect(Math.max(...perRun)).toBeLessThan(300);
  });

  it('numbers the runs by the quarter of an hour', () => {
    const start = Temporal.Instant.from('2026-11-22T06:30:00Z');
    expect(runAt(start.add({ minutes: runMinutes }))).toBe(runAt(start) + 1);
    expect(runAt(start.add({ seconds: runMinutes * minutes - 1 }))).toBe(runAt(start));
  });
});
