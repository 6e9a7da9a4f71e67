import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import { defineItem, minorUnits } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNext } from '../storage/commit.ts';

export const creditItem = defineItem({
  name: 'twin_credit',
  subdomain: 'sandbox',
  summary: 'Money that came to an account at the twin, and whether it was sent back.',
  keys: { pk: 'T#<program>#CREDIT#<transferId>', sk: 'CREDIT' },
  schema: z.object({
    transferId: z.string(),
    accountId: z.string(),
    minor: minorUnits,
    currency: z.enum(currencies),
    status: z.enum(['arrived', 'returned']),
    eventId: z.string(),
    returnReference: z.string().optional(),
    returnReason: z.string().optional(),
  }),
});

export type TwinCredit = z.output<typeof creditItem.schema>;

export const creditKey = (program: TenantContext, transferId: string): Key => ({
  pk: tenantKey(program, 'CREDIT', transferId),
  sk: 'CREDIT',
});

export const findCredit = async (
  table: Table,
  program: TenantContext,
  transferId: string,
): Promise<TwinCredit | undefined> => {
  const stored = await table.get(creditKey(program, transferId));
  return stored === undefined ? undefined : creditItem.decode(stored);
};

const order = z.strictObject({
  transferId: z.string().min(1).max(80),
  reference: z.string().min(1).max(80),
  reason: z.string().min(1).max(40),
});

/** Sends money back to its payer, once per credit. */
export const creditCalls = ({ table, commit }: { table: Table; commit: Commit }): Record<'sendBack', Call> => ({
  sendBack: async (program, body) => {
    const { transferId, reference, reason } = readBody(order, body);
    const credit = await findCredit(table, program, transferId);
    if (credit === undefined) throw new Refusal(404, 'credit_unknown');
    const returned: TwinCredit = { ...credit, status: 'returned', returnReference: reference, returnReason: reason };
    const next = creditItem.encode(creditKey(program, transferId), returned);
    if (credit.status === 'arrived' && (await commit([putNext(next, 'arrived')])) === 'committed') {
      return { status: 201, body: { transferId, status: 'returned' } };
    }
    const first = await findCredit(table, program, transferId);
    if (first?.returnReference !== reference) throw new Refusal(409, 'reference_reused');
    return { status: 200, body: { transferId, status: 'returned' } };
  },
});
