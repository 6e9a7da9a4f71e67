import * as z from 'zod';
import { defineItem, wholeNumber } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key, Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { putNew } from '../storage/commit.ts';

export const pinItem = defineItem({
  name: 'twin_pin',
  subdomain: 'sandbox',
  summary: "A card's PIN block, sealed, and how often a wrong PIN was entered since it was set.",
  keys: { pk: 'T#<program>#CARD#<cardId>', sk: 'PIN' },
  schema: z.object({
    cardId: z.string(),
    /** Ciphertext of card-vault.ts; absent until a PIN is set. */
    sealed: z.string().optional(),
    wrongTries: wholeNumber,
    /** Counts the changes, from 1. */
    version: wholeNumber,
  }),
});

export type TwinPin = z.output<typeof pinItem.schema>;

/** Wrong PINs in a row that block the card (AN-66). */
export const maxWrongTries = 3;

export const pinKey = (program: TenantContext, cardId: string): Key => ({
  pk: tenantKey(program, 'CARD', cardId),
  sk: 'PIN',
});

/** @returns the PIN, or one that was never set */
export const findPin = async (table: Table, program: TenantContext, cardId: string): Promise<TwinPin> => {
  const stored = await table.get(pinKey(program, cardId));
  return stored === undefined ? { cardId, wrongTries: 0, version: 0 } : pinItem.decode(stored);
};

/** Puts the next version of a PIN that nobody changed since `read`. */
export const putPin = (program: TenantContext, read: TwinPin, next: Omit<TwinPin, 'version'>): TableWrite => {
  const item = pinItem.encode(pinKey(program, read.cardId), { ...next, version: read.version + 1 });
  if (read.version === 0) return putNew(item);
  return { kind: 'put', item, condition: { text: 'version = :version', values: { ':version': BigInt(read.version) } } };
};
