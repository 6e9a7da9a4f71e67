import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { endpointAnswer } from '../answers.ts';

export const listWebhookEndpoints = declareHttp({
  operationId: 'listWebhookEndpoints',
  subdomain: 'webhooks',
  summary: "Lists the tenant's webhook endpoints, oldest first.",
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/webhook-endpoints' }],
  status: 200,
  params: {},
  query: pageQuery,
  body: null,
  answer: pageOf(endpointAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['cursor_invalid'],
});
