import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { partnerBalanceAnswer } from '../partner-answers.ts';

export const getPartnerBalance = declareHttp({
  operationId: 'getPartnerBalance',
  subdomain: 'balances',
  summary: 'Shows a partner balance and its current level.',
  scope: 'tenant',
  routes: [
    { surface: 'admin', method: 'GET', path: '/partner-balances/{partnerBalanceId}' },
    { surface: 'secure', method: 'GET', path: '/partner-balances/{partnerBalanceId}' },
  ],
  status: 200,
  params: { partnerBalanceId: 'pbl' },
  query: noQuery,
  body: null,
  answer: partnerBalanceAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'messageKeys'],
  access: 'read',
  emits: [],
  errors: ['partner_balance_not_found'],
});
