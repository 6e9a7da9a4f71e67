import type { Currency } from '../../kernel/money/currency.ts';
import type { Leg } from '../../kernel/money/leg.ts';
import type { Money } from '../../kernel/money/money.ts';
import { add } from '../../kernel/money/money.ts';

/**
 * The chart of accounts. What the platform owes (customers, partners) is above zero; `pooled`, the nodal account at
 * the bank that holds all of it, is the other side and below. The sum over all accounts is zero per currency.
 *
 * `program_wallet` is for programs that hold their customers' money themselves (AN-40). A purchase there has four legs:
 * the program's deposit pays the network (partner −, settlement +), and the customer's spent money is the program's to
 * keep (customer −, program_wallet +). So it is what customers of the program have spent out of its deposit.
 */
export const contraAccounts = ['pooled', 'settlement', 'fees', 'revenue', 'suspense', 'program_wallet'] as const;
export type ContraAccount = (typeof contraAccounts)[number];

export const customerAccount = (balanceId: string): string => `customer:${balanceId}`;
export const partnerAccount = (partnerBalanceId: string): string => `partner:${partnerBalanceId}`;

/** Two legs that move an amount from one account to another. @param minor above zero */
export const move = (
  from: string,
  to: string,
  amount: { readonly minor: bigint; readonly currency: Currency },
): readonly Leg[] => [
  { account: from, currency: amount.currency, minor: -amount.minor },
  { account: to, currency: amount.currency, minor: amount.minor },
];

/** The legs of a movement that costs its payer something besides: one leg pays for both, so it is paid whole or not. */
export const moveWithFee = (
  from: string,
  to: string,
  { amount, fee }: { readonly amount: Money; readonly fee: Money },
): readonly Leg[] => {
  // A leg of nothing is no leg.
  if (fee.minor === 0n) return move(from, to, amount);
  const charged = add(amount, fee);
  return [
    { account: from, currency: charged.currency, minor: -charged.minor },
    { account: to, currency: amount.currency, minor: amount.minor },
    { account: 'fees', currency: fee.currency, minor: fee.minor },
  ];
};
