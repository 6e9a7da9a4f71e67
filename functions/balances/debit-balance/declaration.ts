import * as z from 'zod';
import { amountOf, noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { debitAnswer } from '../movement-answers.ts';

export const debitBalance = declareHttp({
  operationId: 'debitBalance',
  subdomain: 'balances',
  summary: 'Takes money out of a balance, for the program.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/balances/{balanceId}/debits' }],
  status: 201,
  params: { balanceId: 'bal' },
  query: noQuery,
  body: z.strictObject({ amount: amountOf(1), reason: text(140) }),
  answer: debitAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['transaction.posted'],
  errors: ['balance_not_found', 'invalid_state', 'concurrent_change', 'insufficient_funds', 'currency_mismatch'],
});
