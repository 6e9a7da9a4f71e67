import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { messageAnswer } from '../network-schemas.ts';

export const simulateExpiry = declareHttp({
  operationId: 'simulateExpiry',
  subdomain: 'sandbox',
  summary: 'Has the network give up on an authorization that nobody cleared.',
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/authorizations/{authorizationId}/expiry' }],
  status: 201,
  params: { authorizationId: 'aut' },
  query: noQuery,
  body: null,
  answer: messageAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['authorization_not_found', 'invalid_state', 'temporarily_unavailable'],
});
