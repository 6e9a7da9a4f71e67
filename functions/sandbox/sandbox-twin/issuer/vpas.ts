import * as z from 'zod';
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
import { findAccount } from './accounts.ts';

export const vpaItem = defineItem({
  name: 'twin_vpa',
  subdomain: 'sandbox',
  summary: 'The UPI ID of an account at the twin.',
  keys: { pk: 'T#<program>#VPA#<accountId>', sk: 'VPA' },
  schema: z.object({ accountId: z.string(), vpa: z.string() }),
});

const order = z.strictObject({ accountId: z.string().min(1).max(80) });

const handle = 'nodal';

const keyOf = (program: TenantContext, accountId: string): Key => ({
  pk: tenantKey(program, 'VPA', accountId),
  sk: 'VPA',
});

/** UPI IDs: one per account, so that a repeat answers the same (M-20). */
export const vpaCalls = ({ table, commit }: { table: Table; commit: Commit }): Record<'create', Call> => ({
  create: async (program, body) => {
    const { accountId } = readBody(order, body);
    const account = await findAccount(table, program, accountId);
    if (account === undefined) throw new Refusal(404, 'account_unknown');
    if (account.currency !== 'INR') throw new Refusal(422, 'vpa_not_offered');
    const vpa = `${externalIdOf('upi', program, accountId).replace('_', '')}@${handle}`;
    const made = await commit([putNew(vpaItem.encode(keyOf(program, accountId), { accountId, vpa }))]);
    return { status: made === 'committed' ? 201 : 200, body: { accountId, vpa } };
  },
});
