import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { customerAnswer } from '../answers.ts';

export const getCustomer = declareHttp({
  operationId: 'getCustomer',
  subdomain: 'customers',
  summary: 'Shows a customer.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/customers/{customerId}' },
    { surface: 'customer', method: 'GET', path: '/me' },
  ],
  status: 200,
  params: { customerId: 'cus' },
  query: noQuery,
  body: null,
  answer: customerAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['customer_not_found'],
});
