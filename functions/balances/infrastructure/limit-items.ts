import * as z from 'zod';
import { defineItem, minorUnits } from '../../kernel/persistence/item.ts';

const moved = {
  load: minorUnits.optional(),
  transfer_other: minorUnits.optional(),
  cash_load: minorUnits.optional(),
  cash_out: minorUnits.optional(),
};

export const limitUsageItem = defineItem({
  name: 'limit_usage',
  subdomain: 'balances',
  summary: 'What a customer moved within one window, by counter.',
  keys: { pk: 'T#<tenantId>#CUSTOMER#<customerId>', sk: 'USAGE#<window>' },
  schema: z.object(moved),
});

export const personUsageItem = defineItem({
  name: 'person_usage',
  subdomain: 'balances',
  summary: 'What a person moved within one window at one issuer, over all tenants. Totals only; no tenant reads it.',
  keys: { pk: 'PERSON#<issuer>#<keyed hash of the phone>', sk: 'USAGE#<window>' },
  schema: z.object(moved),
});

export const personOutstandingItem = defineItem({
  name: 'person_outstanding',
  subdomain: 'balances',
  summary: 'What a person holds at one issuer, over all tenants. A total only; no tenant reads it.',
  keys: { pk: 'PERSON#<issuer>#<keyed hash of the phone>', sk: 'OUTSTANDING' },
  schema: z.object({ outstanding: minorUnits }),
});
