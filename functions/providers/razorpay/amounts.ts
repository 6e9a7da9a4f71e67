import * as z from 'zod';
import { currencies, currencyExponents } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import { money, toWire } from '../../kernel/money/money.ts';
import { paymentRefused } from './failures.ts';

/**
 * An amount as Razorpay takes it: an integer in subunits, in currencies of three decimals with a last digit of 0.
 * @throws PaymentRefused `amount_not_supported` before anything is sent
 */
export const wireAmount = (amount: Money): { readonly amount: number; readonly currency: string } => {
  const hasThreeDecimals = currencyExponents[amount.currency] === 3;
  if (amount.minor <= 0n || (hasThreeDecimals && amount.minor % 10n !== 0n)) {
    throw paymentRefused('amount_not_supported');
  }
  return toWire(amount);
};

export const wireMoney = {
  amount: z.int().nonnegative(),
  currency: z.enum(currencies),
};

export const readMoney = (wire: { readonly amount: number; readonly currency: Money['currency'] }): Money =>
  money(BigInt(wire.amount), wire.currency);

export const isSameMoney = (left: Money, right: Money): boolean =>
  left.minor === right.minor && left.currency === right.currency;
