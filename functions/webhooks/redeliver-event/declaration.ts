import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const redeliverEvent = declareHttp({
  operationId: 'redeliverEvent',
  subdomain: 'webhooks',
  summary: 'Delivers an event anew to every enabled endpoint that wants it, delivered before or not.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/events/{eventId}/redeliver' }],
  status: 202,
  params: { eventId: 'evt' },
  query: noQuery,
  body: null,
  answer: z.object({
    eventId: z.string(),
    deliveries: z.array(z.object({ deliveryId: z.string(), endpointId: z.string() })),
  }),
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: [],
  errors: ['event_not_found', 'transaction_data_restricted', 'concurrent_change'],
});
