import type { Currency } from './currency.ts';

/** An amount in integer minor units (paise for INR) of one currency. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** The largest amount that survives JSON as a number: 2^53 - 1 minor units (api.md section 2). */
export const maxMinor = BigInt(Number.MAX_SAFE_INTEGER);

export const money = (minor: bigint, currency: Currency): Money => {
  if (minor > maxMinor || minor < -maxMinor) throw new RangeError('amount is beyond 2^53 - 1 minor units');
  return { minor, currency };
};

export const zero = (currency: Currency): Money => money(0n, currency);

const sameCurrency = (left: Money, right: Money): void => {
  if (left.currency !== right.currency) {
    throw new RangeError(`cannot combine ${left.currency} with ${right.currency}`);
  }
};

export const add = (left: Money, right: Money): Money => {
  sameCurrency(left, right);
  return money(left.minor + right.minor, left.currency);
};

export const subtract = (left: Money, right: Money): Money => {
  sameCurrency(left, right);
  return money(left.minor - right.minor, left.currency);
};

/** Money on the wire: `{ amount, currency }` with `amount` a JSON integer (api.md section 2). */
export interface WireMoney {
  readonly amount: number;
  readonly currency: Currency;
}

export const toWire = (value: Money): WireMoney => ({
  amount: Number(money(value.minor, value.currency).minor),
  currency: value.currency,
});

export const fromWire = (value: WireMoney): Money => money(BigInt(value.amount), value.currency);
