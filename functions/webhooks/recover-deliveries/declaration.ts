import * as z from 'zod';
import { noQuery, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const recoverDeliveries = declareHttp({
  operationId: 'recoverDeliveries',
  subdomain: 'webhooks',
  summary: 'Delivers to an endpoint every event since an instant that it has not received.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/webhook-endpoints/{endpointId}/recover' }],
  status: 202,
  params: { endpointId: 'whe' },
  query: noQuery,
  body: z.strictObject({ since: timestamp }),
  answer: z.object({ endpointId: z.string(), since: timestamp }),
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: [],
  errors: ['validation_failed', 'webhook_endpoint_not_found', 'invalid_state', 'concurrent_change'],
});
