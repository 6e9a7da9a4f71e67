import * as z from 'zod';
import { currency, moneyAnswer, timestamp } from '../kernel/http/schemas.ts';
import { toWire } from '../kernel/money/money.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { Invoice } from './domain/invoice.ts';
import { invoiceStatuses } from './domain/invoice.ts';

const invoiceShape = {
  invoiceId: z.string(),
  customerId: z.string(),
  status: z.enum(invoiceStatuses),
  amount: moneyAnswer,
  dueAt: timestamp,
  description: z.string(),
  reference: z.string().optional(),
  mandateId: z.string().optional(),
  /** The payment under way, or the one that paid it. */
  paymentId: z.string().optional(),
  paidAt: timestamp.optional(),
  /** How much of what paid it went back to the payer, and when that was last seen. */
  refundedAmount: moneyAnswer.optional(),
  refundedAt: timestamp.optional(),
  /** The invoice that this one replaces, in which currency that was, and at what rate. */
  reissueOf: z.string().optional(),
  exchange: z.object({ from: moneyAnswer, to: currency, rate: z.string() }).optional(),
  /** The invoice that replaces this one. */
  reissuedAs: z.string().optional(),
  createdAt: timestamp,
};

export const invoiceAnswer = z.object(invoiceShape).meta({ id: 'Invoice' });

/** An invoice that is being paid, and where the payer authenticates. */
export const invoicePaymentAnswer = z
  .object({
    ...invoiceShape,
    paymentId: z.string(),
    authentication: z.object({ type: z.enum(['redirect', 'upi_intent']), url: z.string(), expiresAt: timestamp }),
  })
  .meta({ id: 'InvoicePayment' });

export const presentInvoice = (invoice: Invoice): z.output<typeof invoiceAnswer> => {
  const { amount, dueAt, paidAt, refunded, exchange, createdAt, ...others } = invoice;
  const { sequence: _sequence, payments: _payments, ...plain } = others;
  return {
    ...plain,
    amount: toWire(amount),
    dueAt: toTimestamp(dueAt),
    createdAt: toTimestamp(createdAt),
    ...(paidAt === undefined ? {} : { paidAt: toTimestamp(paidAt) }),
    ...(refunded === undefined
      ? {}
      : { refundedAmount: toWire(refunded.amount), refundedAt: toTimestamp(refunded.at) }),
    ...(exchange === undefined
      ? {}
      : { exchange: { from: toWire(exchange.from), to: amount.currency, rate: exchange.rate } }),
  };
};
