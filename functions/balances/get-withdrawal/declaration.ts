import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { withdrawalAnswer } from '../withdrawal-answers.ts';

export const getWithdrawal = declareHttp({
  operationId: 'getWithdrawal',
  subdomain: 'balances',
  summary: 'Shows a withdrawal.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/withdrawals/{withdrawalId}' }],
  status: 200,
  params: { withdrawalId: 'wdr' },
  query: noQuery,
  body: null,
  answer: withdrawalAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'messageKeys'],
  access: 'read',
  emits: [],
  errors: ['withdrawal_not_found'],
});
