import * as z from 'zod';
import { amountOf, noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { loadAnswer } from '../movement-answers.ts';

export const loadBalance = declareHttp({
  operationId: 'loadBalance',
  subdomain: 'balances',
  summary: "Loads a balance out of the program's credit.",
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/balances/{balanceId}/loads' }],
  status: 201,
  params: { balanceId: 'bal' },
  query: noQuery,
  body: z.strictObject({ amount: amountOf(1), source: z.strictObject({ type: z.literal('program') }) }),
  answer: loadAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing', 'person-pepper'],
  emits: ['transaction.posted'],
  errors: [
    'balance_not_found',
    'customer_not_found',
    'kyc_required',
    'invalid_state',
    'concurrent_change',
    'insufficient_funds',
    'limit_exceeded',
    'currency_mismatch',
  ],
});
