import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { balanceStates } from '../domain/balance.ts';

export const balanceItem = defineItem({
  name: 'balance',
  subdomain: 'balances',
  summary: "A customer's money in one currency.",
  keys: {
    pk: 'T#<tenantId>#BALANCE#<balanceId>',
    sk: 'BALANCE',
    gsi1pk: 'T#<tenantId>#CUSTOMER#<customerId>#BALANCES',
    gsi1sk: '<balanceId>',
  },
  schema: z.object({
    balanceId: z.string(),
    customerId: z.string(),
    currency: z.enum(currencies),
    state: z.enum(balanceStates),
    /** What may be spent: a write's condition compares it. Posted is this plus what is held, and is not stored. */
    available: minorUnits,
    held: minorUnits,
    account: z.object({
      externalId: z.string(),
      number: z.string(),
      ifsc: z.string().optional(),
      iban: z.string().optional(),
    }),
    /** Partition of the person's totals. */
    person: z.string().optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});
