import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { mandateOperationAnswer } from '../answers.ts';

export const resumeMandate = declareHttp({
  operationId: 'resumeMandate',
  subdomain: 'mandates',
  summary: 'Lets debits of a paused mandate start again.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/mandates/{mandateId}/resume' },
    { surface: 'customer', method: 'POST', path: '/me/mandates/{mandateId}/resume' },
  ],
  status: 202,
  params: { mandateId: 'mdt' },
  query: noQuery,
  body: null,
  answer: mandateOperationAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['mandate.resumed'],
  errors: ['mandate_not_found', 'invalid_state', 'concurrent_change'],
});
