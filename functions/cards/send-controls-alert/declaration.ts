import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

const changed = z.object({
  customerId: z.string(),
  cardId: z.string().optional(),
  lastFour: z.string().optional(),
  controls: z.object({ channels: z.record(z.string(), z.boolean()), limits: z.array(z.unknown()) }),
});

export const sendControlsAlert = declareQueue({
  operationId: 'sendControlsAlert',
  subdomain: 'cards',
  summary: 'Mails a customer that the controls of a card, or of all its cards, were changed.',
  queue: 'controls-alerts',
  message: z.object({ detail: eventEnvelopeSchema.extend({ data: changed }) }),
  eventTypes: ['card.controls_changed', 'customer.controls_changed'],
  uses: ['table', 'mail'],
  access: 'write',
  emits: [],
  errors: [],
  timeoutSeconds: 30,
});
