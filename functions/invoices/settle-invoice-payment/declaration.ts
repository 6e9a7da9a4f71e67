import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { moneyAnswer, timestamp } from '../../kernel/http/schemas.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

const ended = z.object({ paymentId: z.string(), reference: z.string().optional() });
const refunded = ended.extend({ refundedAmount: moneyAnswer, refundedAt: timestamp });

const detail = z.discriminatedUnion('type', [
  eventEnvelopeSchema.extend({
    type: z.enum(['payment.succeeded', 'payment.failed', 'payment.abandoned']),
    data: ended,
  }),
  eventEnvelopeSchema.extend({ type: z.literal('payment.refunded'), data: refunded }),
]);

export const settleInvoicePayment = declareQueue({
  operationId: 'settleInvoicePayment',
  subdomain: 'invoices',
  summary: 'Marks an invoice paid, payable again, or given back, as its payment was.',
  queue: 'invoice-payments',
  message: z.object({ detail }),
  eventTypes: ['payment.succeeded', 'payment.failed', 'payment.abandoned', 'payment.refunded'],
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['invoice.paid', 'invoice.payment_ended', 'invoice.overpaid', 'invoice.refunded'],
  errors: [],
});
