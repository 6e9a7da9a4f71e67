import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { endpointAnswer } from '../answers.ts';
import { endpointUrl, eventTypes } from '../endpoint-schemas.ts';

export const updateWebhookEndpoint = declareHttp({
  operationId: 'updateWebhookEndpoint',
  subdomain: 'webhooks',
  summary: 'Changes where an endpoint is, what it wants, or whether it is enabled.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'PATCH', path: '/webhook-endpoints/{endpointId}' }],
  status: 200,
  params: { endpointId: 'whe' },
  query: noQuery,
  body: z
    .strictObject({
      url: endpointUrl.optional(),
      eventTypes: eventTypes.optional(),
      status: z.enum(['enabled', 'disabled']).optional(),
    })
    .refine(
      (change) => Object.values(change).some((value) => value !== undefined),
      'name at least one field to change',
    ),
  answer: endpointAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  settings: ['WEBHOOK_LOOPBACK'],
  emits: ['webhook_endpoint.updated'],
  errors: ['validation_failed', 'webhook_endpoint_not_found', 'concurrent_change'],
});
