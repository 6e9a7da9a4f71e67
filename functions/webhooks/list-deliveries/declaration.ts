import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { deliveryAnswer } from '../answers.ts';

export const listDeliveries = declareHttp({
  operationId: 'listDeliveries',
  subdomain: 'webhooks',
  summary: 'Lists what was sent to an endpoint and what came of it, newest first, for 30 days.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/webhook-endpoints/{endpointId}/deliveries' }],
  status: 200,
  params: { endpointId: 'whe' },
  query: pageQuery,
  body: null,
  answer: pageOf(deliveryAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['webhook_endpoint_not_found', 'cursor_invalid'],
});
