import type { Currency } from '../../kernel/money/currency.ts';
import type { Leg } from '../../kernel/money/leg.ts';
import type { ContraAccount } from './accounts.ts';
import { contraAccounts } from './accounts.ts';

/**
 * What a tenant's journal adds up to: each contra account, which no item holds otherwise, and all customers and all
 * partners together (AN-71, AN-72).
 */
export const totalAccounts = ['users', 'partners', ...contraAccounts] as const;
export type TotalAccount = 'users' | 'partners' | ContraAccount;

/** One sum of a tenant's journal. */
export interface LedgerTotal {
  readonly account: TotalAccount;
  readonly currency: Currency;
  /** Minor units; above zero is owed by the platform. */
  readonly minor: bigint;
}

/** The total that a leg belongs to. @throws Error for an account that the chart does not have */
const totalAccountOf = (account: string): TotalAccount => {
  if (account.startsWith('customer:')) return 'users';
  if (account.startsWith('partner:')) return 'partners';
  const contra = contraAccounts.find((name) => name === account);
  if (contra === undefined) throw new Error('a leg names an account that the chart does not have');
  return contra;
};

/** What legs change in the totals; what they leave as it was, is not among them. */
export const totalsOf = (legs: readonly Leg[]): readonly LedgerTotal[] => {
  const sums = new Map<string, LedgerTotal>();
  for (const leg of legs) {
    const account = totalAccountOf(leg.account);
    const name = `${account} ${leg.currency}`;
    const minor = (sums.get(name)?.minor ?? 0n) + leg.minor;
    sums.set(name, { account, currency: leg.currency, minor });
  }
  return [...sums.values()].filter(({ minor }) => minor !== 0n);
};
