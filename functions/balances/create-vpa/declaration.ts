import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const createVpa = declareHttp({
  operationId: 'createVpa',
  subdomain: 'balances',
  summary: 'Makes the UPI ID of a balance; money sent to it credits the balance.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/balances/{balanceId}/vpa' }],
  status: 201,
  params: { balanceId: 'bal' },
  query: noQuery,
  body: null,
  answer: z.object({ vpa: z.string() }).meta({ id: 'Vpa' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'issuer-request-signing'],
  emits: ['vpa.created'],
  errors: [
    'balance_not_found',
    'customer_not_found',
    'kyc_required',
    'invalid_state',
    'concurrent_change',
    'currency_unsupported',
    'issuer_refused',
    'temporarily_unavailable',
  ],
});
