import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits } from '../../kernel/persistence/item.ts';
import { creditRails, creditStates, returnReasons } from '../domain/account-credit.ts';

export const accountCreditItem = defineItem({
  name: 'account_credit',
  subdomain: 'balances',
  summary: "Money that was paid to a balance's account, and whether it was credited or goes back.",
  keys: { pk: 'T#<tenantId>#ACCOUNT_CREDIT#<transferId>', sk: 'CREDIT' },
  schema: z.object({
    creditId: z.string(),
    transferId: z.string(),
    balanceId: z.string(),
    minor: minorUnits,
    currency: z.enum(currencies),
    rail: z.enum(creditRails),
    payerVpa: z.string().optional(),
    state: z.enum(creditStates),
    reason: z.enum(returnReasons).optional(),
    receivedAt: instant,
  }),
});

export const vpaItem = defineItem({
  name: 'vpa',
  subdomain: 'balances',
  summary: 'The UPI ID of a balance.',
  keys: { pk: 'T#<tenantId>#VPA#<balanceId>', sk: 'VPA' },
  schema: z.object({ balanceId: z.string(), vpa: z.string(), createdAt: instant }),
});
