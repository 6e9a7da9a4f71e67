import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { partnerBalanceAnswer } from '../partner-answers.ts';

export const listPartnerBalances = declareHttp({
  operationId: 'listPartnerBalances',
  subdomain: 'balances',
  summary: 'Lists partner balances, newest first: of all tenants for operators, else their own.',
  scope: 'platform',
  routes: [
    { surface: 'admin', method: 'GET', path: '/partner-balances' },
    { surface: 'secure', method: 'GET', path: '/partner-balances' },
  ],
  status: 200,
  params: {},
  query: pageQuery,
  body: null,
  answer: pageOf(partnerBalanceAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['cursor_invalid'],
});
