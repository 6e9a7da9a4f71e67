import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../../../kernel/persistence/item.ts';
import { lookupKey, tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Key, Table } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';

export const cardStatuses = ['inactive', 'active', 'suspended', 'closed'] as const;

export const cardItem = defineItem({
  name: 'twin_card',
  subdomain: 'sandbox',
  summary: 'A payment instrument at the twin; number, CVV and 3-D Secure data only sealed.',
  keys: { pk: 'T#<program>#CARD#<cardId>', sk: 'CARD' },
  schema: z.object({
    cardId: z.string(),
    reference: z.string(),
    accountId: z.string(),
    bin: z.string(),
    network: z.enum(['visa', 'mastercard', 'rupay']),
    displayName: z.string(),
    status: z.enum(cardStatuses),
    /** Absent until it changes: since the card was made. */
    statusAt: instant.optional(),
    /** Why the status is what it is, when it was said. */
    reason: z.string().optional(),
    fingerprint: z.string(),
    /** Ciphertext of card-vault.ts. */
    sealed: z.string(),
    expiryMonth: wholeNumber,
    expiryYear: wholeNumber,
    createdAt: instant,
  }),
});

export type TwinCard = z.output<typeof cardItem.schema>;

export const cardNumberItem = defineItem({
  name: 'twin_card_number',
  subdomain: 'sandbox',
  summary: 'Claims a card number, by its keyed hash, so that no two cards have the same.',
  keys: { pk: 'REF#PAN#<fingerprint>', sk: 'PAN' },
  schema: z.object({ cardId: z.string() }),
});

export const cardKey = (program: TenantContext, cardId: string): Key => ({
  pk: tenantKey(program, 'CARD', cardId),
  sk: 'CARD',
});

export const cardNumberKey = (fingerprint: string): Key => ({ pk: lookupKey('REF', 'PAN', fingerprint), sk: 'PAN' });

export const findCard = async (table: Table, program: TenantContext, cardId: string): Promise<TwinCard | undefined> => {
  const stored = await table.get(cardKey(program, cardId));
  return stored === undefined ? undefined : cardItem.decode(stored);
};

/** Since when the card has its status, on the program's clock. */
export const statusSince = ({ statusAt, createdAt }: TwinCard): Temporal.Instant => statusAt ?? createdAt;

/** The moment of a change: never the one of the change before, so that two can be told apart. */
export const momentAfter = (card: TwinCard, now: Temporal.Instant): Temporal.Instant => {
  const next = statusSince(card).add({ milliseconds: 1 });
  return Temporal.Instant.compare(now, next) < 0 ? next : now;
};

const nextStatuses: Readonly<Record<TwinCard['status'], readonly TwinCard['status'][]>> = {
  inactive: ['active', 'closed'],
  active: ['suspended', 'closed'],
  suspended: ['active', 'closed'],
  closed: [],
};

/** Where a card may go from each status. */
export const mayBecome = (from: TwinCard['status'], to: TwinCard['status']): boolean => nextStatuses[from].includes(to);
