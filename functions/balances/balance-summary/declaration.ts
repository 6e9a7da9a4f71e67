import * as z from 'zod';
import { currency, moneyAnswer } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const balanceSummary = declareHttp({
  operationId: 'balanceSummary',
  subdomain: 'balances',
  summary: 'Sums all user and partner balances per currency: over all tenants for operators, else their own.',
  scope: 'platform',
  routes: [{ surface: 'admin', method: 'GET', path: '/balance-summary' }],
  status: 200,
  params: {},
  query: z.strictObject({ tenantId: z.string().min(1).max(100).optional() }),
  body: null,
  answer: z
    .object({
      currencies: z.array(z.object({ currency, users: moneyAnswer, partners: moneyAnswer, wallet: moneyAnswer })),
    })
    .meta({ id: 'BalanceSummary' }),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'messageKeys'],
  access: 'read',
  emits: [],
  errors: ['tenant_not_found'],
  timeoutSeconds: 29,
});
