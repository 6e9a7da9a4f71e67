import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import { currencyExponents } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import { maxMinor } from '../../kernel/money/money.ts';

/** Decimal text above zero, at most nine digits before and nine behind the point: kept as it was given, never a float. */
export const ratePattern = /^(?=.*[1-9])\d{1,9}(?:\.\d{1,9})?$/;

interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const fractionOf = (rate: string): Fraction => {
  if (!ratePattern.test(rate)) throw new RangeError('a rate is a decimal number above zero');
  const [whole = '', decimals = ''] = rate.split('.');
  return { over: BigInt(`${whole}${decimals}`), under: 10n ** BigInt(decimals.length) };
};

/** Half to even: of two results that are as near, the even one, so that many conversions do not drift. */
const divideHalfEven = (over: bigint, under: bigint): bigint => {
  const whole = over / under;
  const doubled = (over % under) * 2n;
  if (doubled < under) return whole;
  return doubled > under || whole % 2n === 1n ? whole + 1n : whole;
};

const outOfRange = (): DomainError =>
  new DomainError('unprocessable', 'amount_out_of_range', {
    detail: 'At this rate the amount is below one minor unit, or above what an amount may be.',
  });

/**
 * An amount in another currency, within half a minor unit of the exact value.
 * @param rate how much of the new currency one unit of the old one is, such as `83.1235` rupees for a dollar; units, not
 *   minor units: the currencies' own decimals are taken into account (ISO 4217, rule 119)
 * @throws amount_out_of_range (422)
 */
export const exchange = ({ minor, currency: from }: Money, to: Currency, rate: string): Money => {
  const { over, under } = fractionOf(rate);
  const scale = currencyExponents[to] - currencyExponents[from];
  const up = 10n ** BigInt(Math.max(scale, 0));
  const down = 10n ** BigInt(Math.max(-scale, 0));
  const converted = divideHalfEven(minor * over * up, under * down);
  if (converted < 1n || converted > maxMinor) throw outOfRange();
  return { minor: converted, currency: to };
};
