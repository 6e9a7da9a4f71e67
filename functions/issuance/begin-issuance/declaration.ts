import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const beginIssuance = declareQueue({
  operationId: 'beginIssuance',
  subdomain: 'issuance',
  summary: 'Starts the workflow of a requested issuance, once.',
  queue: 'issuance-requested',
  message: z.object({ detail: eventEnvelopeSchema }),
  eventTypes: ['issuance.requested'],
  uses: ['workflows'],
  access: 'none',
  workflows: ['card-issuance'],
  emits: [],
  errors: [],
});
