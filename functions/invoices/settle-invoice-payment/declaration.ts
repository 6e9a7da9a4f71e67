import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

const ended = z.object({ paymentId: z.string(), reference: z.string().optional() });

export const settleInvoicePayment = declareQueue({
  operationId: 'settleInvoicePayment',
  subdomain: 'invoices',
  summary: 'Marks an invoice paid, or payable again, once its payment has ended.',
  queue: 'invoice-payments',
  message: z.object({
    detail: eventEnvelopeSchema.extend({
      type: z.enum(['payment.succeeded', 'payment.failed', 'payment.abandoned']),
      data: ended,
    }),
  }),
  eventTypes: ['payment.succeeded', 'payment.failed', 'payment.abandoned'],
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['invoice.paid', 'invoice.payment_ended', 'invoice.overpaid'],
  errors: [],
});
