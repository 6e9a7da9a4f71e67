import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';
import { limitNews } from '../event-schemas.ts';

export const learnPaymentLimits = declareQueue({
  operationId: 'learnPaymentLimits',
  subdomain: 'mandates',
  summary: 'Notes which amounts pass a UPI bank and app, and which they refuse for a limit, for the next suggestion.',
  queue: 'mandate-limit-news',
  message: z.object({ detail: eventEnvelopeSchema.extend({ data: limitNews }) }),
  eventTypes: ['mandate.activated', 'mandate.rejected', 'debit.succeeded', 'debit.failed'],
  uses: ['table'],
  access: 'write',
  emits: [],
  errors: [],
});
