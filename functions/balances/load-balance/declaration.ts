import * as z from 'zod';
import { amountOf, noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { loadAnswer } from '../movement-answers.ts';

/** Where money may come from: a list of what is allowed, with nothing on it that lends money (rule 69). */
const source = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('program') }),
  z.strictObject({
    type: z.literal('gateway'),
    paymentId: z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 letters, digits and ._:-'),
  }),
  z.strictObject({
    type: z.literal('bank_account'),
    token: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, 'must be the token of a bank account'),
  }),
]);

export const loadBalance = declareHttp({
  operationId: 'loadBalance',
  subdomain: 'balances',
  summary: "Loads a balance out of the program's credit, for a gateway payment, or from a bank account.",
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/balances/{balanceId}/loads' }],
  status: 201,
  params: { balanceId: 'bal' },
  query: noQuery,
  body: z.strictObject({ amount: amountOf(1), source }),
  answer: loadAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  reserves: ({ source: { type } }) => type === 'bank_account',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'person-pepper', 'issuer-request-signing'],
  emits: ['transaction.posted', 'load.failed'],
  errors: [
    'balance_not_found',
    'customer_not_found',
    'kyc_required',
    'invalid_state',
    'concurrent_change',
    'insufficient_funds',
    'limit_exceeded',
    'currency_mismatch',
    'bank_account_not_found',
    'already_exists',
    'source_invalid',
    'temporarily_unavailable',
  ],
});
