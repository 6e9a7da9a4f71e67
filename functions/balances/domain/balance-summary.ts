import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import { add, money, zero } from '../../kernel/money/money.ts';
import type { LedgerTotal } from './ledger-totals.ts';

/** Sums of what is posted, in one currency. */
export interface CurrencySummary {
  readonly currency: Currency;
  /** All user balances (AN-71). */
  readonly users: Money;
  readonly partners: Money;
  /** Users and partners (AN-72). */
  readonly wallet: Money;
}

/** Per currency, in alphabetical order; a currency that no user and no partner ever had is not among them. */
export const summarise = (totals: readonly LedgerTotal[]): readonly CurrencySummary[] => {
  const owed = totals.filter(({ account }) => account === 'users' || account === 'partners');
  const currencies = [...new Set(owed.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const sum = (account: 'users' | 'partners'): Money =>
      owed
        .filter((total) => total.account === account && total.currency === currency)
        .reduce((whole, { minor }) => add(whole, money(minor, currency)), zero(currency));
    const users = sum('users');
    const partners = sum('partners');
    return { currency, users, partners, wallet: add(users, partners) };
  });
};
