import * as z from 'zod';
import { noQuery, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { mandateOperationAnswer } from '../answers.ts';

export const pauseMandate = declareHttp({
  operationId: 'pauseMandate',
  subdomain: 'mandates',
  summary: 'Stops notices and debits of a mandate for the time being.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/mandates/{mandateId}/pause' },
    { surface: 'customer', method: 'POST', path: '/me/mandates/{mandateId}/pause' },
  ],
  status: 202,
  params: { mandateId: 'mdt' },
  query: noQuery,
  body: z.strictObject({ until: timestamp.optional() }),
  answer: mandateOperationAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['mandate.paused'],
  errors: ['mandate_not_found', 'invalid_state', 'validation_failed', 'concurrent_change'],
});
