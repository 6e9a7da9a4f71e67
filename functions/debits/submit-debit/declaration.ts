import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const submitDebit = declareTimer({
  operationId: 'submitDebit',
  subdomain: 'debits',
  summary: 'Asks for the money of a debit whose time has come.',
  payload: z.strictObject({ debitId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: [
    'debit.submitted',
    'debit.delayed',
    'debit.retry_scheduled',
    'debit.replanned',
    'debit.outcome_unknown',
    'debit.succeeded',
    'debit.refunded',
    'debit.failed',
    'debit.exhausted',
    'debit.blocked',
    'debit.cancelled',
    'notification.requested',
  ],
  errors: ['debit_not_found', 'mandate_not_found', 'concurrent_change', 'temporarily_unavailable'],
  timeoutSeconds: 30,
});
