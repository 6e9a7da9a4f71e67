import * as z from 'zod';
import { currencies } from '../../../kernel/money/currency.ts';
import { maxMinor } from '../../../kernel/money/money.ts';
import { defineItem, minorUnits } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import type { Call } from '../http/call.ts';
import { readBody } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Commit } from '../storage/commit.ts';
import { putNew } from '../storage/commit.ts';
import { externalIdOf } from '../storage/program.ts';
import { findReceiver, receiverUnknown } from './receiver-cards.ts';

export const cardPayoutItem = defineItem({
  name: 'twin_card_payout',
  subdomain: 'sandbox',
  summary: 'Money that was pushed to a card outside the program.',
  keys: { pk: 'T#<program>#CARD_PAYOUT#<payoutId>', sk: 'PAYOUT' },
  schema: z.object({
    payoutId: z.string(),
    reference: z.string(),
    token: z.string(),
    minor: minorUnits,
    currency: z.enum(currencies),
  }),
});

type CardPayout = z.output<typeof cardPayoutItem.schema>;

const order = z.strictObject({
  reference: z.string().min(1).max(80),
  token: z.string().min(1).max(80),
  amount: z.strictObject({ amount: z.int().min(1).max(Number(maxMinor)), currency: z.enum(currencies) }),
});
const byReference = z.strictObject({ reference: z.string().min(1).max(80) });

const keyOf = (program: TenantContext, payoutId: string): Key => ({
  pk: tenantKey(program, 'CARD_PAYOUT', payoutId),
  sk: 'PAYOUT',
});

const described = ({ payoutId }: CardPayout) => ({ payoutId, status: 'accepted' });

const isSame = (first: CardPayout, { token, minor, currency }: CardPayout): boolean =>
  first.token === token && first.minor === minor && first.currency === currency;

/** Pushes of money to cards: one per reference. */
export const cardPayoutCalls = ({ table, commit }: { table: Table; commit: Commit }): Record<'push' | 'find', Call> => {
  const findPayout = async (program: TenantContext, payoutId: string): Promise<CardPayout | undefined> => {
    const stored = await table.get(keyOf(program, payoutId));
    return stored === undefined ? undefined : cardPayoutItem.decode(stored);
  };
  return {
    push: async (program, body) => {
      const { reference, token, amount } = readBody(order, body);
      const receiver = await findReceiver(table, program, token);
      if (receiver === undefined) throw receiverUnknown();
      if (receiver.declines) throw new Refusal(422, 'receiver_declined');
      const payoutId = externalIdOf('po', program, reference);
      const payout = { payoutId, reference, token, minor: BigInt(amount.amount), currency: amount.currency };
      if ((await commit([putNew(cardPayoutItem.encode(keyOf(program, payoutId), payout))])) === 'committed') {
        return { status: 201, body: described(payout) };
      }
      const first = await findPayout(program, payoutId);
      if (first === undefined || !isSame(first, payout)) throw new Refusal(409, 'reference_reused');
      return { status: 200, body: described(first) };
    },
    find: async (program, body) => {
      const { reference } = readBody(byReference, body);
      const found = await findPayout(program, externalIdOf('po', program, reference));
      if (found === undefined) throw new Refusal(404, 'payout_unknown');
      return { status: 200, body: described(found) };
    },
  };
};
