import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';
import { deliveryEndedEvents, orderReportedEvents } from '../domain/card-order-events.ts';

export const resumeCardOrder = declareQueue({
  operationId: 'resumeCardOrder',
  subdomain: 'cards',
  summary: 'Lets the workflow of an order go on, or end, when the personalisation or the delivery ends.',
  queue: 'card-order-reports',
  message: z.object({ detail: eventEnvelopeSchema }),
  eventTypes: [...orderReportedEvents, ...deliveryEndedEvents],
  uses: ['table', 'workflows'],
  access: 'write',
  workflows: ['physical-card-order'],
  emits: [],
  errors: [],
});
