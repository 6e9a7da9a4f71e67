import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import { defineItem } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNew } from '../storage/commit.ts';
import { externalIdOf } from '../storage/program.ts';
import { ibanOf, pooledAccountIfsc, virtualAccountNumber } from './account-number.ts';

export const accountItem = defineItem({
  name: 'twin_account',
  subdomain: 'sandbox',
  summary: "A virtual account inside the processor's pooled account.",
  keys: { pk: 'T#<program>#ACCOUNT#<accountId>', sk: 'ACCOUNT' },
  schema: z.object({
    accountId: z.string(),
    reference: z.string(),
    currency: z.enum(currencies),
    holderName: z.string(),
    number: z.string(),
    ifsc: z.string().optional(),
    iban: z.string().optional(),
    status: z.enum(['open']),
  }),
});

type Account = z.output<typeof accountItem.schema>;

const order = z.strictObject({
  reference: z.string().min(1).max(80),
  currency: z.enum(currencies),
  holderName: z.string().min(1).max(140),
});
const byReference = z.strictObject({ reference: z.string().min(1).max(80) });

const keyOf = (program: TenantContext, accountId: string): Key => ({
  pk: tenantKey(program, 'ACCOUNT', accountId),
  sk: 'ACCOUNT',
});

/** @returns the account, or undefined when the program has none of that id */
export const findAccount = async (
  table: Table,
  program: TenantContext,
  accountId: string,
): Promise<Account | undefined> => {
  const stored = await table.get(keyOf(program, accountId));
  return stored === undefined ? undefined : accountItem.decode(stored);
};

const newAccount = (accountId: string, ordered: z.output<typeof order>): Account => ({
  accountId,
  ...ordered,
  number: virtualAccountNumber(accountId),
  ...(ordered.currency === 'INR' ? { ifsc: pooledAccountIfsc } : {}),
  ...(ordered.currency === 'EUR' ? { iban: ibanOf(accountId) } : {}),
  status: 'open',
});

const described = ({ accountId, number, ifsc, iban, status }: Account) => ({ accountId, number, ifsc, iban, status });

/** Accounts: one per reference, for good (M-17, AL-04). */
export const accountCalls = ({ table, commit }: { table: Table; commit: Commit }): Record<'open' | 'find', Call> => ({
  open: async (program, body) => {
    const ordered = readBody(order, body);
    const accountId = externalIdOf('acc', program, ordered.reference);
    const account = newAccount(accountId, ordered);
    if ((await commit([putNew(accountItem.encode(keyOf(program, accountId), account))])) === 'committed') {
      return { status: 201, body: described(account) };
    }
    const first = await findAccount(table, program, accountId);
    if (first?.currency !== ordered.currency) throw new Refusal(409, 'reference_reused');
    return { status: 200, body: described(first) };
  },
  find: async (program, body) => {
    const { reference } = readBody(byReference, body);
    const found = await findAccount(table, program, externalIdOf('acc', program, reference));
    if (found === undefined) throw new Refusal(404, 'account_unknown');
    return { status: 200, body: described(found) };
  },
});
