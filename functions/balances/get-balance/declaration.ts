import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { balanceWithCardsAnswer } from '../answers.ts';

export const getBalance = declareHttp({
  operationId: 'getBalance',
  subdomain: 'balances',
  summary: 'Shows a balance and the cards on it.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/balances/{balanceId}' },
    { surface: 'customer', method: 'GET', path: '/me/balances/{balanceId}' },
  ],
  status: 200,
  params: { balanceId: 'bal' },
  query: noQuery,
  body: null,
  answer: balanceWithCardsAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['balance_not_found'],
});
