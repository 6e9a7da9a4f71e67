import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const requestNotice = declareTimer({
  operationId: 'requestNotice',
  subdomain: 'debits',
  summary: 'Has the payer told of a debit to come.',
  payload: z.strictObject({ debitId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: [
    'debit.notice_sent',
    'debit.notified',
    'debit.notice_failed',
    'debit.replanned',
    'debit.failed',
    'debit.blocked',
    'debit.cancelled',
    'notification.requested',
  ],
  errors: ['debit_not_found', 'mandate_not_found', 'concurrent_change', 'temporarily_unavailable'],
  timeoutSeconds: 30,
});
