import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { decisionAnswer } from '../decision-answers.ts';

export const getDecision = declareHttp({
  operationId: 'getDecision',
  subdomain: 'authorizations',
  summary: 'Explains a decision on an authorization: its checks in their order, and what would have passed.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/decisions/{decisionId}' }],
  status: 200,
  params: { decisionId: 'dcs' },
  query: noQuery,
  body: null,
  answer: decisionAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table'],
  access: 'read',
  emits: [],
  errors: ['decision_not_found', 'transaction_data_restricted'],
});
