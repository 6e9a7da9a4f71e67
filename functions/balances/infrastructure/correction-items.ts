import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { correctionDirections, correctionStatuses } from '../domain/correction.ts';

export const correctionItem = defineItem({
  name: 'correction',
  subdomain: 'balances',
  summary: "An operator's correction of a balance, and who asked for it.",
  keys: { pk: 'T#<tenantId>#CORRECTION#<correctionId>', sk: 'CORRECTION' },
  schema: z.object({
    correctionId: z.string(),
    balanceId: z.string(),
    direction: z.enum(correctionDirections),
    amount: z.object({ minor: minorUnits, currency: z.enum(currencies) }),
    reason: z.string(),
    status: z.enum(correctionStatuses),
    maker: z.string(),
    transactionId: z.string().optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});
