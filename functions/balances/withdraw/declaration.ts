import * as z from 'zod';
import { amountOf, noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { withdrawalAnswer } from '../withdrawal-answers.ts';

export const withdraw = declareHttp({
  operationId: 'withdraw',
  subdomain: 'balances',
  summary: "Takes money out of a balance to the program, to where it came from, or to the customer's bank account.",
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/balances/{balanceId}/withdrawals' }],
  status: 201,
  params: { balanceId: 'bal' },
  query: noQuery,
  body: z.strictObject({
    amount: amountOf(1),
    destination: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('program') }),
      z.strictObject({ type: z.literal('source') }),
      z.strictObject({
        type: z.literal('bank_account'),
        token: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, 'must be the token of a bank account'),
      }),
    ]),
  }),
  answer: withdrawalAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'person-pepper', 'issuer-request-signing'],
  emits: [
    'withdrawal.requested',
    'withdrawal.completed',
    'withdrawal.failed',
    'transaction.held',
    'transaction.posted',
  ],
  errors: [
    'balance_not_found',
    'customer_not_found',
    'invalid_state',
    'concurrent_change',
    'insufficient_funds',
    'limit_exceeded',
    'currency_mismatch',
    'bank_account_not_found',
    'destination_invalid',
    'source_unknown',
    'temporarily_unavailable',
  ],
});
