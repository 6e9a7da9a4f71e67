import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits } from '../../kernel/persistence/item.ts';
import { partnerKinds } from '../domain/partner-balance.ts';

export const partnerBalanceItem = defineItem({
  name: 'partner_balance',
  subdomain: 'balances',
  summary: "A tenant's own money with the platform, one per kind and currency.",
  keys: {
    pk: 'T#<tenantId>#PARTNER#<kind>#<currency>',
    sk: 'PARTNER',
    gsi1pk: 'T#<tenantId>#PARTNERS',
    gsi1sk: '<partnerBalanceId>',
  },
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
