import * as z from 'zod';
import { defineItem, wholeNumber } from '../../../kernel/persistence/item.ts';
import { tenantKey } from '../../../kernel/persistence/keys.ts';
import type { Item, Key, Table, TableWrite } from '../../../kernel/persistence/table.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { putNew } from '../storage/commit.ts';
import { externalIdOf } from '../storage/program.ts';

export const plasticStatuses = ['ordered', 'in_production', 'produced', 'rejected', 'cancelled'] as const;

export const plasticItem = defineItem({
  name: 'twin_plastic',
  subdomain: 'sandbox',
  summary: 'A plastic on order at the twin. No address: nothing is posted.',
  keys: { pk: 'T#<program>#PLASTIC#<plasticId>', sk: 'PLASTIC' },
  schema: z.object({
    plasticId: z.string(),
    reference: z.string(),
    status: z.enum(plasticStatuses),
    /** Absent while testers have played with what the platform has not ordered yet. */
    order: z
      .object({
        accountId: z.string(),
        bin: z.string(),
        network: z.enum(['visa', 'mastercard', 'rupay']),
        displayName: z.string(),
        cardId: z.string().optional(),
        replaces: z.object({ cardId: z.string(), sameNumber: z.boolean() }).optional(),
      })
      .optional(),
    /** The reference of the card that it was linked to. */
    linkedTo: z.string().optional(),
    /** Words of carriers that were told, `<item> <status>`. */
    told: z.array(z.string()).readonly(),
    /** Counts the changes, from 1. */
    version: wholeNumber,
  }),
});

export type Plastic = z.output<typeof plasticItem.schema>;

const keyOf = (program: TenantContext, plasticId: string): Key => ({
  pk: tenantKey(program, 'PLASTIC', plasticId),
  sk: 'PLASTIC',
});

export const plasticIdOf = (program: TenantContext, reference: string): string =>
  externalIdOf('pl', program, reference);

export const findPlastic = async (
  table: Table,
  program: TenantContext,
  plasticId: string,
): Promise<Plastic | undefined> => {
  const item = await table.get(keyOf(program, plasticId));
  return item === undefined ? undefined : plasticItem.decode(item);
};

/** A plastic of which nothing is known yet. */
export const noPlastic = (program: TenantContext, reference: string): Plastic => ({
  ...{ plasticId: plasticIdOf(program, reference), reference },
  ...{ status: 'ordered', told: [], version: 0 },
});

/** Puts the next version, unless somebody else has put one since this was read. */
export const putPlastic = (program: TenantContext, before: Plastic, changes: Partial<Plastic>): TableWrite => {
  const next = { ...before, ...changes, version: before.version + 1 };
  const item: Item & Key = plasticItem.encode(keyOf(program, before.plasticId), next);
  if (before.version === 0) return putNew(item);
  const condition = {
    text: '#version = :version',
    names: { '#version': 'version' },
    values: { ':version': BigInt(before.version) },
  };
  return { kind: 'put', item, condition };
};
