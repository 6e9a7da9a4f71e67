import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';
import { deliveryQueue } from '../delivery-schemas.ts';

export const fanOutEvent = declareQueue({
  operationId: 'fanOutEvent',
  subdomain: 'webhooks',
  summary: 'Opens a delivery for every endpoint that wants the event.',
  queue: 'webhook-events',
  message: z.object({ detail: eventEnvelopeSchema }),
  eventTypes: ['*'],
  uses: ['table', 'queues'],
  access: 'write',
  sendsTo: [deliveryQueue],
  emits: [],
  errors: [],
});
