import { declareAuthorizer } from '../../kernel/operation/declaration.ts';

export const authorizeCustomer = declareAuthorizer({
  operationId: 'authorizeCustomer',
  subdomain: 'devices',
  summary: 'Proves a customer by the token of its session, on every request of its app.',
  surfaces: ['customer'],
  // Never kept: a session that was ended, and a device that was unpaired, are refused at once.
  cacheSeconds: 0,
  identitySource: 'Authorization',
  uses: ['table', 'secrets'],
  // A sliding session's end is moved.
  access: 'write',
  secrets: ['session-pepper'],
  emits: [],
  errors: [],
});
