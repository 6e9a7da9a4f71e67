import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import { maxMinor, money } from '../../kernel/money/money.ts';
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

/** Many purses together may hold more than the wire can say (2^53 - 1): then the sum is the most that it can. */
const told = (minor: bigint, currency: Currency): Money => {
  if (minor > maxMinor) return money(maxMinor, currency);
  return money(minor < -maxMinor ? -maxMinor : minor, currency);
};

/** Per currency, in alphabetical order; a currency that no user and no partner ever had is not among them. */
export const summarise = (totals: readonly LedgerTotal[]): readonly CurrencySummary[] => {
  const owed = totals.filter(({ account }) => account === 'users' || account === 'partners');
  const currencies = [...new Set(owed.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const sum = (account: 'users' | 'partners'): bigint =>
      owed
        .filter((total) => total.account === account && total.currency === currency)
        .reduce((whole, { minor }) => whole + minor, 0n);
    const [users, partners] = [sum('users'), sum('partners')];
    return {
      currency,
      users: told(users, currency),
      partners: told(partners, currency),
      wallet: told(users + partners, currency),
    };
  });
};
