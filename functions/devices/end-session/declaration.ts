import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const endSession = declareHttp({
  operationId: 'endSession',
  subdomain: 'devices',
  summary: 'Ends the session that the request is made in, at once.',
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'DELETE', path: '/sessions/current' }],
  status: 204,
  params: {},
  query: noQuery,
  body: null,
  answer: null,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['session.ended'],
  errors: ['unauthenticated', 'concurrent_change'],
});
