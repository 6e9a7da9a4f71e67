import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const closeCustomer = declareHttp({
  operationId: 'closeCustomer',
  subdomain: 'customers',
  summary: 'Closes a customer for good.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'DELETE', path: '/customers/{customerId}' }],
  status: 204,
  params: { customerId: 'cus' },
  query: noQuery,
  body: null,
  answer: null,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['customer.closed', 'balance.closed'],
  errors: ['customer_not_found', 'invalid_state', 'concurrent_change'],
});
