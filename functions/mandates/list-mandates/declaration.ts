import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { mandateAnswer } from '../answers.ts';

export const listMandates = declareHttp({
  operationId: 'listMandates',
  subdomain: 'mandates',
  summary: "Lists a customer's mandates, newest first.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/customers/{customerId}/mandates' },
    { surface: 'customer', method: 'GET', path: '/me/mandates' },
  ],
  status: 200,
  params: { customerId: 'cus' },
  query: pageQuery,
  body: null,
  answer: pageOf(mandateAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['customer_not_found', 'cursor_invalid'],
});
