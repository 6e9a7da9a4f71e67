import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const deleteWebhookEndpoint = declareHttp({
  operationId: 'deleteWebhookEndpoint',
  subdomain: 'webhooks',
  summary: 'Takes an endpoint away; what was not delivered to it never will be.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'DELETE', path: '/webhook-endpoints/{endpointId}' }],
  status: 204,
  params: { endpointId: 'whe' },
  query: noQuery,
  body: null,
  answer: null,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['webhook_endpoint.deleted'],
  errors: ['webhook_endpoint_not_found', 'concurrent_change'],
});
