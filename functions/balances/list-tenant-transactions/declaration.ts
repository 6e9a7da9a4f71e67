import { pageOf } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { historyQuery, transactionAnswer } from '../transaction-answers.ts';

export const listTenantTransactions = declareHttp({
  operationId: 'listTenantTransactions',
  subdomain: 'balances',
  summary: 'Lists the transactions of all the tenant’s customers, newest first.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/transactions' }],
  status: 200,
  params: {},
  query: historyQuery,
  body: null,
  answer: pageOf(transactionAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['transaction_data_restricted', 'cursor_invalid'],
});
