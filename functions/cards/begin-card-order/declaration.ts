import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';
import { orderRequestedEvents } from '../domain/card-order-events.ts';

export const beginCardOrder = declareQueue({
  operationId: 'beginCardOrder',
  subdomain: 'cards',
  summary: 'Starts the workflow of a requested plastic, once.',
  queue: 'card-orders-requested',
  message: z.object({ detail: eventEnvelopeSchema }),
  eventTypes: orderRequestedEvents,
  uses: ['workflows'],
  access: 'none',
  workflows: ['physical-card-order'],
  emits: [],
  errors: [],
});
