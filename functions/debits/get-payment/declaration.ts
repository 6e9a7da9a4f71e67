import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { paymentAnswer } from '../answers.ts';

export const getPayment = declareHttp({
  operationId: 'getPayment',
  subdomain: 'debits',
  summary: 'Shows a one-time payment.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/payments/{paymentId}' }],
  status: 200,
  params: { paymentId: 'pmt' },
  query: noQuery,
  body: null,
  answer: paymentAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['payment_not_found'],
});
