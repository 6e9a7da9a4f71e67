import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feeOf, noFees, setFees } from '../../../../functions/economics/domain/fee-schedule.ts';
import { maxMinor } from '../../../../functions/kernel/money/money.ts';

const inr = (minor: bigint) => ({ minor, currency: 'INR' }) as const;
const minor = fc.bigInt({ min: 0n, max: maxMinor });
const basisPoints = fc.integer({ min: 0, max: 10_000 });

describe('What a fee schedule makes of an amount', () => {
  it.each([
    [{ fixed: 200n }, 12_345n, 200n],
    [{ basisPoints: 199 }, 10_000n, 199n],
    [{ fixed: 200n, basisPoints: 199 }, 10_000n, 399n],
    [{ basisPoints: 1 }, 4_999n, 0n],
    [{ basisPoints: 1 }, 5_000n, 0n],
    [{ basisPoints: 1 }, 5_001n, 1n],
    [{ basisPoints: 1 }, 15_000n, 2n],
    [{ basisPoints: 1 }, 25_000n, 2n],
    [{ basisPoints: 10_000 }, 77n, 77n],
    [{ fixed: 0n }, 1n, 0n],
    [{ fixed: maxMinor, basisPoints: 10_000 }, maxMinor, maxMinor],
  ])('M-19 %o of %s is %s, of two equally near the even one', (terms, amount, fee) => {
    expect(feeOf(terms, inr(amount))).toEqual(inr(fee));
  });

  it('M-19 is never further from the exact share than half a minor unit', () => {
    const property = fc.property(minor, minor, basisPoints, (fixed, amount, points) => {
      const exact = fixed * 10_000n + amount * BigInt(points);
      const expressible = exact > maxMinor * 10_000n ? maxMinor * 10_000n : exact;
      const error = feeOf({ fixed, basisPoints: points }, inr(amount)).minor * 10_000n - expressible;
      expect(error).toBeLessThanOrEqual(5_000n);
      expect(error).toBeGreaterThanOrEqual(-5_000n);
    });
    fc.assert(property);
  });

  it('M-19 a larger load never costs less', () => {
    const property = fc.property(minor, minor, basisPoints, (one, other, points) => {
      const [less, more] = one < other ? [one, other] : [other, one];
      const fee = (amount: bigint) => feeOf({ basisPoints: points }, inr(amount)).minor;
      expect(fee(less)).toBeLessThanOrEqual(fee(more));
    });
    fc.assert(property);
  });
});

describe('The versions of a fee schedule', () => {
  it('AN-74 counts changes alone, and taking everything back is one', () => {
    const none = noFees('INR');
    const first = setFees(none, { gatewayLoad: { fixed: 200n } });
    expect(first).toEqual({ version: 1, currency: 'INR', gatewayLoad: { fixed: 200n } });
    if (first === undefined) return;
    expect(setFees(first, { gatewayLoad: { fixed: 200n } })).toBeUndefined();
    expect(setFees(first, { gatewayLoad: { fixed: 200n, basisPoints: 0 } })?.version).toBe(2);
    expect(setFees(first, {})).toEqual({ version: 2, currency: 'INR', gatewayLoad: undefined });
    expect(setFees(none, {})).toBeUndefined();
  });
});
