import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const beginMandateRegistration = declareQueue({
  operationId: 'beginMandateRegistration',
  subdomain: 'mandates',
  summary: 'Starts the registration of a requested mandate, once.',
  queue: 'mandate-requested',
  message: z.object({ detail: eventEnvelopeSchema }),
  eventTypes: ['mandate.requested'],
  uses: ['workflows'],
  access: 'none',
  workflows: ['mandate-registration'],
  emits: [],
  errors: [],
});
