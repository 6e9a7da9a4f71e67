import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const resolveDebit = declareTimer({
  operationId: 'resolveDebit',
  subdomain: 'debits',
  summary: 'Looks what became of a debit whose money was asked for.',
  payload: z.strictObject({ debitId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: [
    'debit.succeeded',
    'debit.refunded',
    'debit.retry_scheduled',
    'debit.failed',
    'debit.exhausted',
    'notification.requested',
  ],
  errors: ['debit_not_found', 'mandate_not_found', 'concurrent_change', 'temporarily_unavailable'],
  timeoutSeconds: 30,
});
