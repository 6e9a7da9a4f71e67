import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { endpointAnswer } from '../answers.ts';
import { endpointUrl, eventTypes } from '../endpoint-schemas.ts';

export const createWebhookEndpoint = declareHttp({
  operationId: 'createWebhookEndpoint',
  subdomain: 'webhooks',
  summary: 'Makes an endpoint that receives events; its signing secret is shown once.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/webhook-endpoints' }],
  status: 201,
  params: {},
  query: noQuery,
  body: z.strictObject({ url: endpointUrl, eventTypes }),
  answer: z.object({ ...endpointAnswer.shape, secret: z.string().nullable() }).meta({ id: 'NewWebhookEndpoint' }),
  encryption: 'none',
  idempotency: 'transactional',
  notStored: ['secret'],
  uses: ['table', 'messageKeys'],
  access: 'write',
  settings: ['WEBHOOK_LOOPBACK'],
  emits: ['webhook_endpoint.created'],
  errors: ['validation_failed', 'invalid_state'],
});
