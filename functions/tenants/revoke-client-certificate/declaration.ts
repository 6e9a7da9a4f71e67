import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const revokeClientCertificate = declareHttp({
  operationId: 'revokeClientCertificate',
  subdomain: 'tenants',
  summary: 'Revokes a client certificate for good; the next request that presents it is refused.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'DELETE', path: '/tenants/{tenantId}/certificates/{fingerprint}' }],
  status: 204,
  params: { tenantId: 'ten', fingerprint: 'text' },
  query: noQuery,
  body: null,
  answer: null,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['certificate.revoked'],
  errors: ['tenant_not_found', 'certificate_not_found', 'concurrent_change'],
});
