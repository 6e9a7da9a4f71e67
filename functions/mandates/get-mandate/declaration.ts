import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { mandateAnswer } from '../answers.ts';

export const getMandate = declareHttp({
  operationId: 'getMandate',
  subdomain: 'mandates',
  summary: 'Shows a mandate: its terms, its state, and what became of the INR 1.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/mandates/{mandateId}' },
    { surface: 'customer', method: 'GET', path: '/me/mandates/{mandateId}' },
  ],
  status: 200,
  params: { mandateId: 'mdt' },
  query: noQuery,
  body: null,
  answer: mandateAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['mandate_not_found'],
});
