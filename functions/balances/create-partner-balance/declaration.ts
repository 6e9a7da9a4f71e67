import * as z from 'zod';
import { amountOf, currency, email, noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { partnerKinds } from '../domain/partner-balance.ts';
import { partnerBalanceAnswer } from '../partner-answers.ts';

export const createPartnerBalance = declareHttp({
  operationId: 'createPartnerBalance',
  subdomain: 'balances',
  summary: "Opens a tenant's own balance with the platform, at zero; one per kind and currency.",
  scope: 'platform',
  routes: [{ surface: 'admin', method: 'POST', path: '/partner-balances', roles: ['Admin'], operatorOnly: true }],
  status: 201,
  params: {},
  query: noQuery,
  body: z.strictObject({
    tenantId: z.string().min(1).max(100),
    kind: z.enum(partnerKinds),
    currency,
    lowBalanceThreshold: amountOf(0),
    alertEmail: email.optional(),
  }),
  answer: partnerBalanceAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['partner_balance.created'],
  errors: ['tenant_not_found', 'already_exists', 'currency_mismatch'],
});
