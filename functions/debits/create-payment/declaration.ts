import * as z from 'zod';
import { noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { paymentAnswer } from '../answers.ts';
import { debitAmount, reference } from '../debit-schemas.ts';

export const createPayment = declareHttp({
  operationId: 'createPayment',
  subdomain: 'debits',
  summary: "Collects money once with a mandate's instrument, on its token or by an authentication on session.",
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/customers/{customerId}/payments' }],
  status: 201,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z.strictObject({
    mandateId: z.string().max(64),
    amount: debitAmount,
    description: text(120),
    reference: reference.optional(),
  }),
  answer: paymentAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: ['payment.scheduled', 'payment.authentication_required', 'debit.scheduled'],
  errors: [
    'customer_not_found',
    'mandate_not_found',
    'invalid_state',
    'currency_mismatch',
    'outside_validity',
    'too_many_open_debits',
    'concurrent_change',
    'payment_refused',
    'receipt_conflict',
    'temporarily_unavailable',
  ],
  timeoutSeconds: 29,
});
