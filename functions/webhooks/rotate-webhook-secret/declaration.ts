import * as z from 'zod';
import { noQuery, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const rotateWebhookSecret = declareHttp({
  operationId: 'rotateWebhookSecret',
  subdomain: 'webhooks',
  summary: 'Makes a new signing secret, shown once; the one before signs too for 24 hours.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/webhook-endpoints/{endpointId}/secret' }],
  status: 200,
  params: { endpointId: 'whe' },
  query: noQuery,
  body: null,
  answer: z.object({
    endpointId: z.string(),
    secret: z.string().nullable(),
    previousSecretExpiresAt: timestamp,
  }),
  encryption: 'none',
  idempotency: 'transactional',
  notStored: ['secret'],
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['webhook_endpoint.secret_rotated'],
  errors: ['webhook_endpoint_not_found', 'concurrent_change'],
});
