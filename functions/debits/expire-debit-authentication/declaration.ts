import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const expireDebitAuthentication = declareTimer({
  operationId: 'expireDebitAuthentication',
  subdomain: 'debits',
  summary: 'Ends a payment on session whose payer did not authenticate in time.',
  payload: z.strictObject({ paymentId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: [
    'payment.succeeded',
    'payment.refunded',
    'payment.abandoned',
    'debit.succeeded',
    'debit.refunded',
    'debit.abandoned',
    'notification.requested',
  ],
  errors: ['payment_not_found', 'mandate_not_found', 'concurrent_change', 'temporarily_unavailable'],
  timeoutSeconds: 30,
});
