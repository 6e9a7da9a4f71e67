import * as z from 'zod';
import { noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { invoicePaymentAnswer } from '../answers.ts';

export const payInvoice = declareHttp({
  operationId: 'payInvoice',
  subdomain: 'invoices',
  summary: 'Asks the customer to pay an unpaid invoice now, with the instrument of a mandate.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/invoices/{invoiceId}/pay' }],
  status: 200,
  params: { invoiceId: 'inv' },
  query: noQuery,
  body: z.strictObject({ mandateId: text(64).optional() }),
  answer: invoicePaymentAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  keyRetention: 'object',
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: ['invoice.payment_started', 'payment.authentication_required'],
  errors: [
    'invoice_not_found',
    'mandate_not_found',
    'mandate_required',
    'invalid_state',
    'currency_mismatch',
    'payment_refused',
    'receipt_conflict',
    'concurrent_change',
  ],
  timeoutSeconds: 29,
});
