import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencies } from '../../functions/kernel/money/currency.ts';
import { add, fromWire, maxMinor, money, subtract, toWire } from '../../functions/kernel/money/money.ts';

const currency = fc.constantFrom(...currencies);
const half = maxMinor / 2n;
const minor = fc.bigInt({ min: -half, max: half });

describe('Money, for all amounts', () => {
  it('I1 what is added can be taken away again, and the order does not matter', () => {
    fc.assert(
      fc.property(minor, minor, currency, (left, right, code) => {
        const [a, b] = [money(left, code), money(right, code)];
        expect(subtract(add(a, b), b)).toEqual(a);
        expect(add(a, b)).toEqual(add(b, a));
      }),
    );
  });

  it('survives JSON exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -maxMinor, max: maxMinor }), currency, (amount, code) => {
        const value = money(amount, code);
        expect(fromWire(JSON.parse(JSON.stringify(toWire(value))))).toEqual(value);
      }),
    );
  });

  it('beyond 2^53 - 1 it does not exist', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: maxMinor + 1n, max: 2n ** 80n }), currency, (amount, code) => {
        expect(() => money(amount, code)).toThrow(RangeError);
        expect(() => money(-amount, code)).toThrow(RangeError);
      }),
    );
  });
});
