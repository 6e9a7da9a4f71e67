import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import { maxMinor } from '../../../kernel/money/money.ts';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNew } from '../storage/commit.ts';
import { externalIdOf } from '../storage/program.ts';
import type { TestBankAccount } from './bank-items.ts';
import { bankAccountItem, bankAccountKey, findBankAccount } from './bank-items.ts';

/** What a test account holds when nothing else was said: 1,00,000.00. */
const usualBalance = 10_000_000n;

const order = z.strictObject({
  reference: z.string().min(1).max(80),
  account: z.string().min(1).max(34),
  routing: z.string().min(1).max(20),
  holderName: z.string().min(1).max(140),
  currency: z.enum(currencies),
  balance: z.int().min(0).max(Number(maxMinor)).optional(),
});
const byReference = z.strictObject({ reference: z.string().min(1).max(80) });

const described = ({ token, currency, balance }: TestBankAccount) => ({ token, currency, balance: Number(balance) });

/** Test accounts: one per reference, with a token that stands for its number (PP-16). */
export const bankAccountCalls = ({
  table,
  commit,
}: {
  table: Table;
  commit: Commit;
}): Record<'open' | 'find', Call> => ({
  open: async (program, body) => {
    const { balance, ...ordered } = readBody(order, body);
    const token = externalIdOf('bat', program, ordered.reference);
    const account = { ...ordered, token, balance: balance === undefined ? usualBalance : BigInt(balance) };
    const item = bankAccountItem.encode(bankAccountKey(program, token), account);
    if ((await commit([putNew(item)])) === 'committed') return { status: 201, body: described(account) };
    const first = await findBankAccount(table, program, token);
    const isSame = first?.account === ordered.account && first.routing === ordered.routing;
    if (!isSame || first.currency !== ordered.currency) throw new Refusal(409, 'reference_reused');
    return { status: 200, body: described(first) };
  },
  find: async (program, body) => {
    const { reference } = readBody(byReference, body);
    const found = await findBankAccount(table, program, externalIdOf('bat', program, reference));
    if (found === undefined) throw new Refusal(404, 'account_unknown');
    return { status: 200, body: described(found) };
  },
});
