import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { customerAnswer } from '../answers.ts';

export const listCustomers = declareHttp({
  operationId: 'listCustomers',
  subdomain: 'customers',
  summary: "Lists the tenant's customers, newest first.",
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/customers' }],
  status: 200,
  params: {},
  query: pageQuery,
  body: null,
  answer: pageOf(customerAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['cursor_invalid'],
});
