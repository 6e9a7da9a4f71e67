import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { balanceAnswer } from '../answers.ts';

export const listBalances = declareHttp({
  operationId: 'listBalances',
  subdomain: 'balances',
  summary: "Lists a customer's balances, newest first.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/customers/{customerId}/balances' },
    { surface: 'customer', method: 'GET', path: '/me/balances' },
  ],
  status: 200,
  params: { customerId: 'cus' },
  query: pageQuery,
  body: null,
  answer: pageOf(balanceAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['customer_not_found', 'cursor_invalid'],
});
