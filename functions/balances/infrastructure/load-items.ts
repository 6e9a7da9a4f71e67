import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { loadFailures, loadStatuses } from '../domain/load.ts';

export const loadItem = defineItem({
  name: 'load',
  subdomain: 'balances',
  summary: 'A load from a gateway payment or a bank account, with its state.',
  keys: { pk: 'T#<tenantId>#LOAD#<loadId>', sk: 'LOAD' },
  schema: z.object({
    loadId: z.string(),
    balanceId: z.string(),
    customerId: z.string(),
    minor: minorUnits,
    currency: z.enum(currencies),
    source: z.discriminatedUnion('type', [
      z.object({ type: z.literal('gateway'), paymentId: z.string() }),
      z.object({ type: z.literal('bank_account'), token: z.string() }),
    ]),
    /** In the currency of the load. */
    fee: z.object({ minor: minorUnits, scheduleVersion: wholeNumber }).optional(),
    status: z.enum(loadStatuses),
    failure: z.enum(loadFailures).optional(),
    /** Partition of the person's totals. */
    person: z.string().optional(),
    level: z.enum(['minimum', 'full']),
    transactionId: z.string().optional(),
    externalId: z.string().optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

export const gatewayPaymentItem = defineItem({
  name: 'gateway_payment',
  subdomain: 'balances',
  summary: 'A gateway payment that has loaded a balance: it loads no second one.',
  keys: { pk: 'T#<tenantId>#GATEWAY_PAYMENT#<paymentId>', sk: 'GATEWAY_PAYMENT' },
  schema: z.object({ paymentId: z.string(), loadId: z.string() }),
});
