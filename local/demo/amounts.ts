import * as z from 'zod';
import type { Stage } from './stage.ts';
import { insist } from './stage.ts';

export const amountAnswer = z.object({ amount: z.int(), currency: z.string() });

type Amount = z.output<typeof amountAnswer>;

/** @param amount minor units */
export const inr = (amount: number): Amount => ({ amount, currency: 'INR' });

/** An amount as people read it; the currency says how many decimals it has. */
export const inWords = ({ amount, currency }: Amount): string => {
  const format = new Intl.NumberFormat('en-IN', { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
};

const level = z.object({ available: amountAnswer, held: amountAnswer });

/** @throws Error unless so much is available and held on the balance now */
export const insistOn = async (
  { api }: Stage,
  balanceId: string,
  expected: { readonly available: number; readonly held: number },
): Promise<string> => {
  const { available, held } = await api.call({ method: 'GET', path: `/secure/balances/${balanceId}` }, level);
  const found = `${inWords(available)} available, ${inWords(held)} held`;
  insist(available.amount === expected.available && held.amount === expected.held, `the balance has ${found}`);
  return found;
};
