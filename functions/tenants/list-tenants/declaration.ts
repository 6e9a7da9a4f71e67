import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { tenantAnswer } from '../answers.ts';

export const listTenants = declareHttp({
  operationId: 'listTenants',
  subdomain: 'tenants',
  summary: 'Lists the tenants, newest first: all of them for operators, its own for tenant staff.',
  scope: 'platform',
  routes: [{ surface: 'admin', method: 'GET', path: '/tenants' }],
  status: 200,
  params: {},
  query: pageQuery,
  body: null,
  answer: pageOf(tenantAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['cursor_invalid'],
});
