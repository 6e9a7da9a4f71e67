import { pageOf } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { historyQuery, transactionAnswer } from '../transaction-answers.ts';

export const listTransactions = declareHttp({
  operationId: 'listTransactions',
  subdomain: 'balances',
  summary: "Lists a balance's transactions, newest first.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/balances/{balanceId}/transactions' },
    { surface: 'customer', method: 'GET', path: '/me/balances/{balanceId}/transactions' },
  ],
  status: 200,
  params: { balanceId: 'bal' },
  query: historyQuery,
  body: null,
  answer: pageOf(transactionAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['balance_not_found', 'transaction_data_restricted', 'cursor_invalid'],
});
