import * as z from 'zod';
import { amountOf, moneyAnswer, noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

/** `name@handle`. */
const vpa = z.string().regex(/^[A-Za-z0-9._-]{2,200}@[A-Za-z0-9]{2,50}$/, 'must be a UPI ID such as name@bank');

export const simulateUpiCredit = declareHttp({
  operationId: 'simulateUpiCredit',
  subdomain: 'sandbox',
  summary: "Has somebody pay money to a balance by UPI; it arrives by the issuer's webhook.",
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/balances/{balanceId}/upi-credits' }],
  status: 201,
  params: { balanceId: 'bal' },
  query: noQuery,
  body: z.strictObject({ amount: amountOf(1), payerVpa: vpa.optional() }),
  answer: z
    .object({ transferId: z.string(), balanceId: z.string(), amount: moneyAnswer, payerVpa: z.string().optional() })
    .meta({ id: 'SimulatedUpiCredit' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['balance_not_found', 'invalid_state', 'temporarily_unavailable'],
});
