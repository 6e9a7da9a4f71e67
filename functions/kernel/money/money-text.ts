import { currencyExponents } from './currency.ts';
import type { Money } from './money.ts';

/** Groups of a whole number: India's lakhs and crores for rupees, thousands for every other currency. */
const grouped = (whole: string, size: 2 | 3): string => {
  const tail = whole.slice(-3);
  const head = [...whole.slice(0, -3)].toReversed();
  const groups: string[] = [];
  for (let at = 0; at < head.length; at += size) {
    groups.unshift(
      head
        .slice(at, at + size)
        .toReversed()
        .join(''),
    );
  }
  return [...groups, tail].join(',');
};

/** `INR 1,23,456.50`, `JPY 1,500`, `KWD 0.005`: as many decimals as the currency has (rule 119); plain ASCII. */
export const moneyText = ({ minor, currency }: Money): string => {
  const decimals = currencyExponents[currency];
  const digits = String(minor < 0n ? -minor : minor).padStart(decimals + 1, '0');
  const whole = grouped(digits.slice(0, digits.length - decimals), currency === 'INR' ? 2 : 3);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${currency} ${minor < 0n ? '-' : ''}${whole}${fraction}`;
};
