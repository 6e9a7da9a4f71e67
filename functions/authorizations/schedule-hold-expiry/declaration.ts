import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const scheduleHoldExpiry = declareQueue({
  operationId: 'scheduleHoldExpiry',
  subdomain: 'authorizations',
  summary: 'Sets the timer that ends a hold nobody clears.',
  queue: 'hold-expiry',
  message: z.object({ detail: eventEnvelopeSchema }),
  eventTypes: ['authorization.approved', 'authorization.incremented', 'authorization.advised'],
  uses: ['table'],
  access: 'write',
  emits: [],
  errors: [],
});
