import * as z from 'zod';
import { amountOf, moneyAnswer, noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const reloadPartnerBalance = declareHttp({
  operationId: 'reloadPartnerBalance',
  subdomain: 'balances',
  summary: 'Credits a partner balance with a bank transfer that came in for it.',
  scope: 'tenant',
  routes: [
    {
      surface: 'admin',
      method: 'POST',
      path: '/partner-balances/{partnerBalanceId}/reloads',
      roles: ['Admin'],
      operatorOnly: true,
    },
  ],
  status: 201,
  params: { partnerBalanceId: 'pbl' },
  query: noQuery,
  body: z.strictObject({ amount: amountOf(1), reference: text(100) }),
  answer: z
    .object({
      transactionId: z.string(),
      partnerBalanceId: z.string(),
      amount: moneyAnswer,
      reference: z.string(),
      status: z.literal('completed'),
    })
    .meta({ id: 'PartnerReload' }),
  encryption: 'none',
  idempotency: 'transactional',
  keyRetention: 'object',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['partner_balance.reloaded'],
  errors: ['partner_balance_not_found', 'currency_mismatch', 'invalid_state'],
});
