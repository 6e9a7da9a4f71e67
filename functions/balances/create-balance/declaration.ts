import * as z from 'zod';
import { currency, noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { balanceAnswer } from '../answers.ts';

export const createBalance = declareHttp({
  operationId: 'createBalance',
  subdomain: 'balances',
  summary: "Opens a balance at zero, with the processor's virtual account.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/customers/{customerId}/balances' },
    { surface: 'customer', method: 'POST', path: '/me/balances' },
  ],
  status: 201,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z.strictObject({ currency }),
  answer: balanceAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['balance.created'],
  errors: [
    'customer_not_found',
    'kyc_required',
    'invalid_state',
    'currency_unsupported',
    'issuer_refused',
    'temporarily_unavailable',
  ],
});
