import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rebalancingOf } from '../../../../functions/balances/domain/deposit-rebalancing.ts';
import type { Share } from '../../../../functions/balances/domain/deposit-slices.ts';
import {
  chargeFor,
  depositSlices,
  evenShares,
  homeSlice,
  reloadFor,
  roomFor,
  splitShares,
} from '../../../../functions/balances/domain/deposit-slices.ts';

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((whole, amount) => whole + amount, 0n);
const sumOf = (shares: readonly Share[]): bigint => sum(shares.map(({ amount }) => amount));

const amount = fc.bigInt({ min: 1n, max: 10n ** 6n });
const levels = (min: bigint) =>
  fc
    .array(fc.bigInt({ min, max: 10n ** 4n }), { minLength: depositSlices, maxLength: depositSlices })
    .map((all) => all.map((available, slice) => ({ slice, available })));

/** The levels after the shares, each times the sign, were added. */
const after = (before: readonly { slice: number; available: bigint }[], shares: readonly Share[], sign: bigint) =>
  before.map(({ slice, available }) => ({
    slice,
    available: available + sign * sumOf(shares.filter((share) => share.slice === slice)),
  }));

describe('slices of a deposit', () => {
  it('AN-69 gives every balance a slice that never changes, and all slices alike', () => {
    expect(['bal_1', 'bal_2', 'bal_00000000000000000000000000'].map(homeSlice)).toEqual([36, 13, 5]);
    const counts = Array.from({ length: depositSlices }, () => 0);
    for (let number = 0; number < 40_000; number += 1) {
      const slice = homeSlice(`bal_01kc${String(number).padStart(22, '0')}abcd`);
      counts[slice] = (counts[slice] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1_200);
  });

  it('AN-68 splits a reload exactly and evenly, the remainder to the first', () => {
    expect(evenShares(81n).map((share) => share.amount)).toEqual([3n, ...Array.from({ length: 39 }, () => 2n)]);
    expect(evenShares(2n)).toEqual([
      { slice: 0, amount: 1n },
      { slice: 1, amount: 1n },
    ]);
    fc.assert(
      fc.property(amount, (whole) => {
        const shares = evenShares(whole).map((share) => share.amount);
        expect(sum(shares)).toBe(whole);
        expect(Number(shares[0] ?? 0n) - Number(shares[39] ?? 0n)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('AN-68 reloads what is below zero first, exactly', () => {
    const one = { slice: 3, available: -50n };
    expect(reloadFor([one], 30n)).toEqual([{ slice: 3, amount: 30n }]);
    expect(sumOf(reloadFor([one], 90n).filter(({ slice }) => slice === 3))).toBe(51n);
    fc.assert(
      fc.property(levels(-500n), amount, (before, whole) => {
        const shares = reloadFor(before, whole);
        expect(sumOf(shares)).toBe(whole);
        const debts = -sum(before.map(({ available }) => (available < 0n ? available : 0n)));
        const left = after(before, shares, 1n).filter(({ available }) => available < 0n);
        expect(left.length > 0).toBe(whole < debts);
      }),
    );
  });

  it('I20 finds room exactly when the sum has it: in one slice when one has it, else in the fewest', () => {
    fc.assert(
      fc.property(levels(-100n), amount, (before, whole) => {
        const room = roomFor(before, whole);
        const available = before.map((level) => level.available);
        expect(room === undefined).toBe(sum(available) < whole);
        if (room === undefined) return;
        expect(sumOf(room)).toBe(whole);
        const left = after(before, room, -1n).filter(({ slice }) => room.some((share) => share.slice === slice));
        expect(left.every((level) => level.available >= 0n)).toBe(true);
        expect(room.map(({ slice }) => slice)).toEqual(
          [...new Set(room.map(({ slice }) => slice))].sort((a, b) => a - b),
        );
        const richest = available.toSorted((left, right) => Number(right - left));
        expect(sum(richest.slice(0, room.length - 1))).toBeLessThan(whole);
      }),
    );
  });

  it('I20 charges what nobody has to the home slice only', () => {
    fc.assert(
      fc.property(levels(0n), amount, fc.nat(depositSlices - 1), (before, whole, home) => {
        const shares = chargeFor(before, { amount: whole, home });
        expect(sumOf(shares)).toBe(whole);
        const below = after(before, shares, -1n).filter(({ available }) => available < 0n);
        expect(below.every(({ slice }) => slice === home)).toBe(true);
        expect(below.length > 0).toBe(sum(before.map(({ available }) => available)) < whole);
      }),
    );
  });

  it('I20 divides shares at any amount without losing any', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ slice: fc.nat(39), amount })),
        fc.bigInt({ min: 0n, max: 10n ** 6n }),
        (shares, at) => {
          const { first, rest } = splitShares(shares, at);
          const whole = sumOf(shares);
          expect([sumOf(first), sumOf(rest)]).toEqual(at < whole ? [at, whole - at] : [whole, 0n]);
          expect([...first, ...rest].every((share) => share.amount > 0n)).toBe(true);
        },
      ),
    );
  });

  it('I20 rebalances within what the rich have above the mean, and never changes the sum', () => {
    fc.assert(
      fc.property(levels(-100n), (before) => {
        const rebalancing = rebalancingOf(before);
        if (rebalancing === undefined) return;
        const { from, to } = rebalancing;
        expect(sumOf(from)).toBe(sumOf(to));
        expect(from.some(({ slice }) => to.some((share) => share.slice === slice))).toBe(false);
        const levelled = after(after(before, from, -1n), to, 1n);
        const whole = sum(before.map(({ available }) => available));
        const mean = whole / 40n;
        for (const { slice } of from) expect(levelled[slice]?.available).toBeGreaterThanOrEqual(mean);
        expect(rebalancingOf(levelled)).toBeUndefined();
      }),
    );
    const rich = Array.from({ length: 40 }, (_, slice) => ({ slice, available: slice === 9 ? 4_000n : 0n }));
    expect(rebalancingOf(rich)?.to).toHaveLength(39);
    expect(rebalancingOf(rich)?.from).toEqual([{ slice: 9, amount: 3_900n }]);
    expect(rebalancingOf(rich.map((level) => ({ ...level, available: -level.available })))).toBeUndefined();
  });
});
