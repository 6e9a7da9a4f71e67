import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { paymentOutcomes } from '../domain/payer-simulation.ts';

/** In the payment provider's words, such as `insufficient_funds`. */
const reason = z.string().regex(/^[a-z_]{1,64}$/);

export const simulatePaymentOutcome = declareHttp({
  operationId: 'simulatePaymentOutcome',
  subdomain: 'sandbox',
  summary: 'Says what becomes of the next attempt to collect a debit.',
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/debits/{debitId}/outcome' }],
  status: 201,
  params: { debitId: 'dbt' },
  query: noQuery,
  body: z.strictObject({ outcome: z.enum(paymentOutcomes), reason: reason.optional() }),
  answer: z
    .object({ debitId: z.string(), outcome: z.enum(paymentOutcomes), reason: reason.optional() })
    .meta({ id: 'SimulatedPaymentOutcome' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: ['debit_not_found', 'temporarily_unavailable'],
});
