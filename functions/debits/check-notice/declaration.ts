import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const checkNotice = declareTimer({
  operationId: 'checkNotice',
  subdomain: 'debits',
  summary: 'Looks whether the notice of a debit has arrived.',
  payload: z.strictObject({ debitId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: ['debit.notified', 'debit.notice_failed', 'debit.failed', 'notification.requested'],
  errors: ['debit_not_found', 'mandate_not_found', 'concurrent_change', 'temporarily_unavailable'],
  timeoutSeconds: 30,
});
