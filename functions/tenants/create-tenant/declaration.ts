import * as z from 'zod';
import { currency, noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { decisionSecretAnswer, issuedKeyAnswer } from '../answers.ts';
import { balanceHolders, initialCardStates, issuers, networks } from '../domain/program.ts';
import { settingsBody } from '../settings-schemas.ts';

export const createTenant = declareHttp({
  operationId: 'createTenant',
  subdomain: 'tenants',
  summary: 'On-boards a tenant with its card program and its first API key.',
  scope: 'platform',
  routes: [{ surface: 'admin', method: 'POST', path: '/tenants', roles: ['Admin'], operatorOnly: true }],
  status: 201,
  params: {},
  query: noQuery,
  body: z.strictObject({
    name: text(100),
    program: z.strictObject({
      name: text(100),
      network: z.enum(networks),
      bin: z.string().regex(/^(?:\d{6}|\d{8})$/, 'must be 6 or 8 digits'),
      currency,
      issuer: z.enum(issuers),
      initialCardState: z.enum(initialCardStates).optional(),
      balanceHolder: z.enum(balanceHolders).optional(),
    }),
    settings: settingsBody.optional(),
  }),
  answer: z
    .object({
      tenantId: z.string(),
      programId: z.string(),
      apiKey: issuedKeyAnswer,
      decisionWebhookSecret: decisionSecretAnswer,
    })
    .meta({ id: 'OnboardedTenant' }),
  encryption: 'none',
  idempotency: 'reserved',
  notStored: ['apiKey.secret', 'decisionWebhookSecret'],
  uses: ['table', 'secrets', 'messageKeys', 'usagePlans'],
  access: 'write',
  settings: ['WEBHOOK_LOOPBACK', 'ADYEN_BASE_URL'],
  secrets: ['api-key-pepper'],
  emits: ['tenant.created', 'api_key.created'],
  errors: ['issuer_unavailable', 'currency_mismatch'],
});
