import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newHold, reverse } from '../../../../functions/authorizations/domain/hold.ts';
import { loweredCounters } from '../../../../functions/authorizations/domain/lowered-counters.ts';

const counter = (used: bigint, window = '2026-11-22') => ({ day: { window, used } });

const lower = (used: bigint, change: Parameters<typeof loweredCounters>[1]) => loweredCounters(counter(used), change);

describe('counters that are given back', () => {
  const part = { key: 'day', run: '2026-11-22', minor: 30n };

  it('a window that is over gets nothing back', () => {
    const change = reverse(newHold('approved', 30n), undefined);
    const old = { ...part, run: '2026-11-21' };
    expect(lower(30n, { change, counted: [old], givesBack: true })).toEqual({ counters: undefined, counted: [old] });
  });

  it('what was counted in another window is not given back in this one', () => {
    const change = reverse(newHold('approved', 130n), undefined);
    const earlier = { ...part, run: '2026-11-21', minor: 100n };
    const { counters, counted } = lower(90n, { change, counted: [earlier, part], givesBack: true });
    expect(counters).toEqual(counter(60n));
    expect(counted).toEqual([earlier]);
  });

  it('I8 parts give back what they counted together, and never more', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 40n }), { maxLength: 8 }), (parts) => {
        let hold = { ...newHold('approved', 100n), counted: [{ ...part, minor: 100n }] };
        let counters = counter(150n);
        for (const amount of parts) {
          const change = reverse(hold, amount);
          const after = loweredCounters(counters, { change, counted: hold.counted, givesBack: true });
          counters = { ...counters, ...after.counters };
          hold = { ...change.hold, counted: [...after.counted] };
        }
        expect(counters.day.used).toBe(50n + hold.left);
      }),
    );
  });
});
