import * as z from 'zod';
import { noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { decisionSecretAnswer, tenantAnswer } from '../answers.ts';
import { settingsBody } from '../settings-schemas.ts';

export const updateTenant = declareHttp({
  operationId: 'updateTenant',
  subdomain: 'tenants',
  summary: 'Changes a tenant’s name and settings; what is left out stays.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'PATCH', path: '/tenants/{tenantId}' }],
  status: 200,
  params: { tenantId: 'ten' },
  query: noQuery,
  body: z.strictObject({ name: text(100).optional(), settings: settingsBody.optional() }),
  answer: z
    .object({ ...tenantAnswer.shape, decisionWebhookSecret: decisionSecretAnswer })
    .meta({ id: 'UpdatedTenant' }),
  encryption: 'none',
  idempotency: 'transactional',
  notStored: ['decisionWebhookSecret'],
  uses: ['table', 'messageKeys'],
  access: 'write',
  settings: ['WEBHOOK_LOOPBACK'],
  emits: ['tenant.updated'],
  errors: ['tenant_not_found', 'concurrent_change', 'currency_mismatch', 'forbidden_role'],
});
