import * as z from 'zod';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const processPaymentEvent = declareQueue({
  operationId: 'processPaymentEvent',
  subdomain: 'ingress',
  summary: 'Keeps an event of the payment provider and lets the owner of the resource look at the provider.',
  queue: 'payment-events',
  message: z.object({
    eventId: z.string(),
    raw: z.base64(),
    receivedAt: z.string(),
    replay: z.literal(true).optional(),
  }),
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: [],
  errors: ['event_parked'],
});
