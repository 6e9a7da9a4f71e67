import { describe, expect, it } from 'vitest';
import { amountOf, moneyAnswer } from '../../../../functions/kernel/http/schemas.ts';
import { currencies, currencyExponents } from '../../../../functions/kernel/money/currency.ts';
import { add, fromWire, maxMinor, money, subtract, toWire, zero } from '../../../../functions/kernel/money/money.ts';

describe('Money', () => {
  it('adds and subtracts minor units of one currency', () => {
    expect(add(money(1n, 'INR'), money(2n, 'INR'))).toEqual({ minor: 3n, currency: 'INR' });
    expect(subtract(zero('INR'), money(2n, 'INR'))).toEqual({ minor: -2n, currency: 'INR' });
  });

  it('never combines two currencies', () => {
    expect(() => add(money(1n, 'INR'), money(1n, 'USD'))).toThrow('cannot combine INR with USD');
    expect(() => subtract(money(1n, 'INR'), money(1n, 'JPY'))).toThrow(RangeError);
  });

  it('stops at 2^53 - 1 minor units, in both directions', () => {
    expect(add(money(maxMinor - 1n, 'INR'), money(1n, 'INR')).minor).toBe(maxMinor);
    expect(() => add(money(maxMinor, 'INR'), money(1n, 'INR'))).toThrow(RangeError);
    expect(() => subtract(money(-maxMinor, 'INR'), money(1n, 'INR'))).toThrow(RangeError);
  });

  it('is a JSON integer on the wire, exactly', () => {
    expect(toWire(money(maxMinor, 'KWD'))).toEqual({ amount: Number.MAX_SAFE_INTEGER, currency: 'KWD' });
    expect(fromWire({ amount: -5, currency: 'JPY' })).toEqual({ minor: -5n, currency: 'JPY' });
  });

  it('has every currency listed once, with its own number of digits', () => {
    expect(currencies.toSorted()).toEqual(Object.keys(currencyExponents).toSorted());
    expect([currencyExponents.JPY, currencyExponents.INR, currencyExponents.KWD]).toEqual([0, 2, 3]);
  });

  it.each([0, -1, 0.5, 2 ** 53, '5', Number.NaN, null])('I12 of %s is no amount to move', (amount) => {
    expect(amountOf(1).safeParse({ amount, currency: 'INR' }).success).toBe(false);
  });

  it('may be nothing where a threshold is meant, and less than nothing in an answer', () => {
    expect(amountOf(0).safeParse({ amount: 0, currency: 'INR' }).success).toBe(true);
    expect(moneyAnswer.safeParse({ amount: -1, currency: 'INR' }).success).toBe(true);
    expect(amountOf(1).safeParse({ amount: 1, currency: 'ZZZ' }).success).toBe(false);
  });
});
