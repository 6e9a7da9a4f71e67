import type { Currency } from './currency.ts';

/** One side of a journal entry. */
export interface Leg {
  /** Name in the chart of accounts, such as `customer:bal_…` or `pooled`. */
  readonly account: string;
  readonly currency: Currency;
  /** Minor units; a credit of what the platform owes is above zero, a debit below. */
  readonly minor: bigint;
}

/** A journal entry that does not sum to zero is a defect: money would appear or vanish. */
export class UnbalancedEntry extends Error {
  override name = 'UnbalancedEntry';
}

/** @throws UnbalancedEntry unless there are two legs or more, none is empty, and they sum to zero per currency */
export const assertBalanced = (legs: readonly Leg[]): void => {
  const sums = new Map<Currency, bigint>();
  for (const { currency, minor } of legs) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
  if (legs.length < 2 || legs.some(({ minor }) => minor === 0n) || [...sums.values()].some((sum) => sum !== 0n)) {
    throw new UnbalancedEntry('a journal entry has two legs or more that sum to zero per currency');
  }
};
