import * as z from 'zod';
import { currencies } from '../../kernel/money/currency.ts';
import { defineItem, instant, minorUnits, wholeNumber } from '../../kernel/persistence/item.ts';
import { paymentStatuses } from '../domain/payment.ts';

const storedMoney = z.object({ minor: minorUnits, currency: z.enum(currencies) });

export const paymentItem = defineItem({
  name: 'payment',
  subdomain: 'debits',
  summary: 'A one-time payment with the instrument of a mandate.',
  keys: {
    pk: 'T#<tenantId>#PAYMENT#<paymentId>',
    sk: 'PAYMENT',
    gsi2pk: 'T#<tenantId>#PAYMENTS#WAITING, while the provider owes a word about it, or may bring its money',
    gsi2sk: '<since>#<paymentId>',
  },
  schema: z.object({
    paymentId: z.string(),
    customerId: z.string(),
    mandateId: z.string(),
    method: z.enum(['card', 'upi']),
    amount: storedMoney,
    status: z.enum(paymentStatuses),
    description: z.string(),
    reference: z.string().optional(),
    debitId: z.string().optional(),
    orderId: z.string().optional(),
    authentication: z
      .object({ type: z.enum(['redirect', 'upi_intent']), url: z.string(), expiresAt: instant })
      .optional(),
    expectedFrom: instant,
    expectedBy: instant,
    aboveThreshold: z.boolean(),
    remotePaymentId: z.string().optional(),
    succeededAt: instant.optional(),
    refunded: z.object({ amount: storedMoney, at: instant }).optional(),
    endReason: z.string().optional(),
    closedAt: instant.optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});
