import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const revokeApiKey = declareHttp({
  operationId: 'revokeApiKey',
  subdomain: 'tenants',
  summary: 'Revokes an API key for good; it is refused within 60 seconds.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'DELETE', path: '/tenants/{tenantId}/api-keys/{keyId}' }],
  status: 204,
  params: { tenantId: 'ten', keyId: 'key' },
  query: noQuery,
  body: null,
  answer: null,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['api_key.revoked'],
  errors: ['tenant_not_found', 'api_key_not_found', 'concurrent_change'],
});
