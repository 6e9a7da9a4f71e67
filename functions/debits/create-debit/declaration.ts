import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { debitAnswer } from '../answers.ts';
import { debitAmount, dueAt, reason, reference } from '../debit-schemas.ts';

export const createDebit = declareHttp({
  operationId: 'createDebit',
  subdomain: 'debits',
  summary: 'Plans a debit under a mandate: its notice, its earliest lawful moment, or an authentication by its payer.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/mandates/{mandateId}/debits' }],
  status: 201,
  params: { mandateId: 'mdt' },
  query: noQuery,
  body: z.strictObject({ amount: debitAmount, dueAt, reference, reason }),
  answer: debitAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: [
    'debit.scheduled',
    'debit.authentication_required',
    'payment.authentication_required',
    'notification.requested',
  ],
  errors: [
    'mandate_not_found',
    'invalid_state',
    'currency_mismatch',
    'amount_not_exact',
    'outside_validity',
    'debit_open',
    'cycle_used',
    'too_many_open_debits',
    'concurrent_change',
    'payment_refused',
    'receipt_conflict',
    'temporarily_unavailable',
  ],
  timeoutSeconds: 29,
});
