import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { issuedKeyAnswer } from '../answers.ts';

export const createApiKey = declareHttp({
  operationId: 'createApiKey',
  subdomain: 'tenants',
  summary: 'Issues a further API key; the ones before stay live until they are revoked.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'POST', path: '/tenants/{tenantId}/api-keys' }],
  status: 201,
  params: { tenantId: 'ten' },
  query: noQuery,
  body: null,
  answer: issuedKeyAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  notStored: ['secret'],
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['api-key-pepper'],
  emits: ['api_key.created'],
  errors: ['tenant_not_found'],
});
