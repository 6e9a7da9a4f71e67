import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { loadAnswer } from '../movement-answers.ts';

export const getLoad = declareHttp({
  operationId: 'getLoad',
  subdomain: 'balances',
  summary: 'Shows a load.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/loads/{loadId}' }],
  status: 200,
  params: { loadId: 'lod' },
  query: noQuery,
  body: null,
  answer: loadAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'messageKeys'],
  access: 'read',
  emits: [],
  errors: ['load_not_found'],
});
