import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { destinationTypes, withdrawalFailures, withdrawalStatuses } from '../domain/withdrawal.ts';

export const withdrawalItem = defineItem({
  name: 'withdrawal',
  subdomain: 'balances',
  summary: 'A withdrawal, where it goes and how far it is.',
  keys: { pk: 'T#<tenantId>#WITHDRAWAL#<withdrawalId>', sk: 'WITHDRAWAL' },
  schema: z.object({
    withdrawalId: z.string(),
    balanceId: z.string(),
    amount: z.object({ minor: minorUnits, currency: z.enum(currencies) }),
    destination: z.enum(destinationTypes),
    payee: z.discriminatedUnion('type', [
      z.object({ type: z.literal('program') }),
      z.object({ type: z.literal('bank_account'), token: z.string() }),
    ]),
    status: z.enum(withdrawalStatuses),
    maker: z.string(),
    holdId: z.string().optional(),
    approvalId: z.string().optional(),
    transactionId: z.string().optional(),
    failure: z.enum(withdrawalFailures).optional(),
    returnTransactionId: z.string().optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

export const givenBackItem = defineItem({
  name: 'given_back',
  subdomain: 'balances',
  summary: "What of a balance's money was withdrawn to one payee, or is on its way there.",
  keys: { pk: 'T#<tenantId>#BALANCE#<balanceId>', sk: 'GIVEN_BACK#<token of a bank account, or program>' },
  schema: z.object({ minor: minorUnits }),
});
