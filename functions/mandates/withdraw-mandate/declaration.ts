import * as z from 'zod';
import { noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { mandateOperationAnswer } from '../answers.ts';

export const withdrawMandate = declareHttp({
  operationId: 'withdrawMandate',
  subdomain: 'mandates',
  summary: 'Ends a mandate: at once when the payee gives it up, after an authentication when the payer does.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/mandates/{mandateId}/withdraw' },
    { surface: 'customer', method: 'POST', path: '/me/mandates/{mandateId}/withdraw' },
  ],
  status: 202,
  params: { mandateId: 'mdt' },
  query: noQuery,
  body: z.strictObject({ reason: text(200).optional() }),
  answer: mandateOperationAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: ['mandate.withdrawal_started', 'mandate.withdrawal_requested', 'debit.cancelled'],
  errors: ['mandate_not_found', 'invalid_state', 'payment_refused', 'receipt_conflict', 'concurrent_change'],
  timeoutSeconds: 29,
});
