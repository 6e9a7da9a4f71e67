import { declareAuthorizer } from '../../kernel/operation/declaration.ts';

export const authorizeStaff = declareAuthorizer({
  operationId: 'authorizeStaff',
  subdomain: 'tenants',
  summary: 'Proves a member of staff, of the platform or of a tenant, by an ID token of the user pool.',
  surfaces: ['admin'],
  cacheSeconds: 30,
  identitySource: 'Authorization',
  uses: ['fetch'],
  access: 'none',
  settings: ['STAFF_TOKEN_ISSUER', 'STAFF_TOKEN_AUDIENCE', 'STAFF_JWKS_URL'],
  emits: [],
  errors: [],
});
