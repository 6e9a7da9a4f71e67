import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant } from '../../kernel/persistence/item.ts';

export const bankAccountItem = defineItem({
  name: 'bank_account',
  subdomain: 'balances',
  summary: "A customer's account at another bank: a token and the last four of its number.",
  keys: { pk: 'T#<tenantId>#CUSTOMER#<customerId>', sk: 'BANK_ACCOUNT#<token>' },
  schema: z.object({
    bankAccountId: z.string(),
    customerId: z.string(),
    token: z.string(),
    lastFour: z.string(),
    routing: z.string(),
    currency: z.enum(currencies),
    createdAt: instant,
  }),
});
