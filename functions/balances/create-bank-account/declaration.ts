import * as z from 'zod';
import { amountOf, noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { bankAccountAnswer } from '../bank-answers.ts';

export const createBankAccount = declareHttp({
  operationId: 'createBankAccount',
  subdomain: 'balances',
  summary: "Links a customer's account at another bank, as a source of loads and a destination of withdrawals.",
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/customers/{customerId}/bank-accounts' }],
  status: 201,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z.strictObject({
    account: z.string().regex(/^[0-9A-Za-z]{5,34}$/, 'must be 5 to 34 letters and digits'),
    routing: z.string().regex(/^[0-9A-Za-z]{3,20}$/, 'must be 3 to 20 letters and digits'),
    holderName: text(140).optional(),
    balance: amountOf(0).optional(),
  }),
  answer: bankAccountAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['issuer-request-signing'],
  emits: ['bank_account.created'],
  errors: [
    'customer_not_found',
    'kyc_required',
    'invalid_state',
    'currency_unsupported',
    'sandbox_only',
    'temporarily_unavailable',
  ],
});
