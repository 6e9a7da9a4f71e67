import { declareAuthorizer } from '../../kernel/operation/declaration.ts';

export const authorizeTenant = declareAuthorizer({
  operationId: 'authorizeTenant',
  subdomain: 'tenants',
  summary: 'Proves a tenant by its API key, on every request of its servers.',
  surfaces: ['secure', 'sandbox'],
  // Half a minute: a revoked key is refused within 60 seconds.
  cacheSeconds: 30,
  identitySource: 'x-api-key',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['api-key-pepper'],
  emits: [],
  errors: [],
});
