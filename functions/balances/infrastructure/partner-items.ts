import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { partnerKinds } from '../domain/partner-balance.ts';

/** In no index: every load changes it, and an index would double what that costs. */
export const partnerBalanceItem = defineItem({
  name: 'partner_balance',
  subdomain: 'balances',
  summary: "A tenant's own money with the platform, one per kind and currency.",
  keys: { pk: 'T#<tenantId>#PARTNER#<kind>#<currency>', sk: 'PARTNER' },
  schema: z.object({
    partnerBalanceId: z.string(),
    kind: z.enum(partnerKinds),
    currency: z.enum(currencies),
    available: minorUnits,
    lowBalanceThreshold: minorUnits,
    alertEmail: z.string().optional(),
    createdAt: instant,
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
