import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const sendTestEvent = declareHttp({
  operationId: 'sendTestEvent',
  subdomain: 'webhooks',
  summary: 'Sends an event of type webhook_endpoint.tested to the endpoint, whatever it asked for.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/webhook-endpoints/{endpointId}/test' }],
  status: 202,
  params: { endpointId: 'whe' },
  query: noQuery,
  body: null,
  answer: z.object({ endpointId: z.string(), eventId: z.string() }),
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['webhook_endpoint.tested'],
  errors: ['webhook_endpoint_not_found', 'invalid_state', 'concurrent_change'],
});
