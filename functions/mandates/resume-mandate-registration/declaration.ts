import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const resumeMandateRegistration = declareQueue({
  operationId: 'resumeMandateRegistration',
  subdomain: 'mandates',
  summary: 'Lets registrations that wait go on, or end, when payer or provider have decided.',
  queue: 'mandate-registration',
  message: z.object({ detail: eventEnvelopeSchema }),
  eventTypes: [
    'mandate.authenticated',
    'mandate.activated',
    'mandate.rejected',
    'mandate.expired',
    'mandate.cancelled',
    'auth_charge.refunded',
    'auth_charge.refund_failed',
  ],
  uses: ['table', 'secrets', 'workflows'],
  access: 'write',
  secrets: ['cursor-signing'],
  workflows: ['mandate-registration'],
  emits: [],
  errors: ['mandate_not_found'],
});
