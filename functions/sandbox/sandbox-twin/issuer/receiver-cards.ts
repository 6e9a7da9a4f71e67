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
import { cardKey, cardNumberItem, cardNumberKey } from './card-items.ts';
import { luhnCheckDigit } from './card-number.ts';
import type { CardVault } from './card-vault.ts';

export const receiverItem = defineItem({
  name: 'twin_receiver_card',
  subdomain: 'sandbox',
  summary: 'A card that may receive money, by token; its number only as a keyed hash.',
  keys: { pk: 'T#<program>#RECEIVER#<token>', sk: 'RECEIVER' },
  schema: z.object({ token: z.string(), fingerprint: z.string(), declines: z.boolean() }),
});

export type TwinReceiver = z.output<typeof receiverItem.schema>;

const isCardNumber = (pan: string): boolean => luhnCheckDigit(pan.slice(0, -1)) === pan.at(-1);

const order = z.strictObject({
  pan: z
    .string()
    .regex(/^\d{14,19}$/)
    .refine(isCardNumber),
});

/** Numbers that end like this decline every payout: the bad case for testers. */
const decliningEnd = '0002';

const keyOf = (program: TenantContext, token: string): Key => ({
  pk: tenantKey(program, 'RECEIVER', token),
  sk: 'RECEIVER',
});

export const findReceiver = async (
  table: Table,
  program: TenantContext,
  token: string,
): Promise<TwinReceiver | undefined> => {
  const stored = await table.get(keyOf(program, token));
  return stored === undefined ? undefined : receiverItem.decode(stored);
};

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly vault: CardVault;
}

/** The program's own card of this number. */
const ownCard = async (
  table: Table,
  program: TenantContext,
  fingerprint: string,
): Promise<{ readonly cardId?: string }> => {
  const claimed = await table.get(cardNumberKey(fingerprint));
  if (claimed === undefined) return {};
  const { cardId } = cardNumberItem.decode(claimed);
  return (await table.get(cardKey(program, cardId))) === undefined ? {} : { cardId };
};

/**
 * Tokens for receivers of money (AN-08): one per program and number, so that a repeat answers the same. `cardId` names
 * the receiver when it is a card of the program itself.
 */
export const receiverCalls = ({ table, commit, vault }: Dependencies): Record<'tokenize', Call> => ({
  tokenize: async (program, body) => {
    const { pan } = readBody(order, body);
    const fingerprint = await vault.fingerprint(pan);
    const token = externalIdOf('rct', program, fingerprint);
    const receiver = { token, fingerprint, declines: pan.endsWith(decliningEnd) };
    const made = await commit([putNew(receiverItem.encode(keyOf(program, token), receiver))]);
    const own = await ownCard(table, program, fingerprint);
    return { status: made === 'committed' ? 201 : 200, body: { token, ...own } };
  },
});

export const receiverUnknown = (): Refusal => new Refusal(404, 'receiver_unknown');
