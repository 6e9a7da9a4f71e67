import * as z from 'zod';
import { amountOf, noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { transferAnswer } from '../movement-answers.ts';

/** Longer than any id; what is no balance of the tenant is not found. */
const balanceId = text(64);

export const transfer = declareHttp({
  operationId: 'transfer',
  subdomain: 'balances',
  summary: 'Moves money from one balance of the tenant to another.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/transfers' }],
  status: 201,
  params: {},
  query: noQuery,
  body: z
    .strictObject({ fromBalanceId: balanceId, to: z.strictObject({ balanceId }), amount: amountOf(1) })
    .refine(({ fromBalanceId, to }) => fromBalanceId !== to.balanceId, {
      path: ['to', 'balanceId'],
      message: 'must be another balance',
    }),
  answer: transferAnswer,
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
