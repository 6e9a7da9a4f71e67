import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { tenantAnswer } from '../answers.ts';

export const getTenant = declareHttp({
  operationId: 'getTenant',
  subdomain: 'tenants',
  summary: 'Reads a tenant, its program and its settings.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'GET', path: '/tenants/{tenantId}' }],
  status: 200,
  params: { tenantId: 'ten' },
  query: noQuery,
  body: null,
  answer: tenantAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'messageKeys'],
  access: 'read',
  emits: [],
  errors: ['tenant_not_found'],
});
