import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { windowOf } from '../../../../functions/authorizations/domain/spend-windows.ts';

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text);

describe('windows of spend limits', () => {
  it.each([
    ['day', 'INR', '2026-11-21T18:29:59Z', '2026-11-21', '2026-11-21T18:30:00Z'],
    ['day', 'INR', '2026-11-21T18:30:00Z', '2026-11-22', '2026-11-22T18:30:00Z'],
    ['day', 'EUR', '2026-11-21T23:59:59Z', '2026-11-21', '2026-11-22T00:00:00Z'],
    ['week', 'EUR', '2026-11-22T23:59:59Z', '2026-11-16', '2026-11-23T00:00:00Z'],
    ['week', 'EUR', '2026-11-23T00:00:00Z', '2026-11-23', '2026-11-30T00:00:00Z'],
    ['week', 'EUR', '2027-01-01T00:00:00Z', '2026-12-28', '2027-01-04T00:00:00Z'],
    ['month', 'INR', '2026-12-31T18:30:00Z', '2027-01', '2027-01-31T18:30:00Z'],
  ] as const)('M-09 a %s of a program in %s at %s is %s until %s', (...[per, currency, instant, run, endsAt]) => {
    const window = windowOf({ per }, currency, at(instant));
    expect([window.run, window.endsAt.toString()]).toEqual([run, endsAt]);
  });

  it('M-09 a limit may name its own time zone, whose days are 25 and 23 hours long where clocks change', () => {
    const zone = 'America/New_York';
    const hours = (instant: string): number => {
      const { endsAt } = windowOf({ per: 'day', zone }, 'INR', at(instant));
      const start = at(instant).toZonedDateTimeISO(zone).startOfDay().toInstant();
      return endsAt.since(start).total('hours');
    };
    expect([hours('2026-11-01T12:00:00Z'), hours('2026-03-08T12:00:00Z')]).toEqual([25, 23]);
    expect(windowOf({ per: 'month', zone }, 'INR', at('2026-12-01T04:59:59Z')).run).toBe('2026-11@America/New_York');
  });
});
