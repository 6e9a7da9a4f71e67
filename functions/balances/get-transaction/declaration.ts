import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { transactionAnswer } from '../transaction-answers.ts';

export const getTransaction = declareHttp({
  operationId: 'getTransaction',
  subdomain: 'balances',
  summary: 'Shows one transaction.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/transactions/{transactionId}' },
    { surface: 'customer', method: 'GET', path: '/me/transactions/{transactionId}' },
  ],
  status: 200,
  params: { transactionId: 'txn' },
  query: noQuery,
  body: null,
  answer: transactionAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table'],
  access: 'read',
  emits: [],
  errors: ['transaction_not_found', 'transaction_data_restricted'],
});
