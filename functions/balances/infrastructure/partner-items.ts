import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { partnerKinds } from '../domain/partner-balance.ts';

/** In no index: every load changes a credit's, and an index would double what that costs. */
export const partnerBalanceItem = defineItem({
  name: 'partner_balance',
  subdomain: 'balances',
  summary: "A tenant's own money with the platform, one per kind and currency.",
  keys: { pk: 'T#<tenantId>#PARTNER#<kind>#<currency>', sk: 'PARTNER' },
  schema: z.object({
    partnerBalanceId: z.string(),
    kind: z.enum(partnerKinds),
    currency: z.enum(currencies),
    /** Absent on a deposit, whose money is in its slices. */
    available: minorUnits.optional(),
    lowBalanceThreshold: minorUnits,
    alertEmail: z.string().optional(),
    createdAt: instant,
  }),
});

/** One of the parts that a deposit is kept in. */
export const depositSliceItem = defineItem({
  name: 'deposit_slice',
  subdomain: 'balances',
  summary: "A part of a tenant's deposit; 40 of them are the deposit.",
  keys: { pk: 'T#<tenantId>#PARTNER#deposit#<currency>', sk: 'SLICE#<slice, 2 digits>' },
  schema: z.object({
    partnerBalanceId: z.string(),
    currency: z.enum(currencies),
    slice: wholeNumber,
    /** What may be reserved; below zero after charges that nothing was reserved for. */
    available: minorUnits,
    /** What is reserved. */
    held: minorUnits,
    /** What rebalancing brought here; sums to zero over the slices. */
    moved: minorUnits,
    /** Rises with every write. */
    version: minorUnits,
  }),
});

export type DepositSlice = z.output<typeof depositSliceItem.schema>;

/** Apart from the slices: it changes once per batch of the stream, they with every authorization. */
export const depositLevelItem = defineItem({
  name: 'deposit_level',
  subdomain: 'balances',
  summary: 'How the slices of a deposit stood when they were last seen, from which a warning is decided.',
  keys: { pk: 'T#<tenantId>#DEPOSIT#<currency>', sk: 'LEVEL' },
  schema: z.object({
    sequence: wholeNumber,
    /** By number of the slice. */
    slices: z.array(z.object({ version: minorUnits, own: minorUnits })),
  }),
});

export const partnerBalanceEntryItem = defineItem({
  name: 'partner_balance_entry',
  subdomain: 'balances',
  summary: 'Id of a partner balance → its kind and currency, and how often it changed apart from its money.',
  keys: {
    pk: 'T#<tenantId>#PARTNERS',
    sk: '<partnerBalanceId>',
    gsi1pk: 'PLATFORM#PARTNERS',
    gsi1sk: '<partnerBalanceId>',
  },
  schema: z.object({
    tenantId: z.string(),
    partnerBalanceId: z.string(),
    kind: z.enum(partnerKinds),
    currency: z.enum(currencies),
    sequence: wholeNumber,
  }),
});
