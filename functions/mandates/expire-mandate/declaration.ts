import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const expireMandate = declareTimer({
  operationId: 'expireMandate',
  subdomain: 'mandates',
  summary: 'Ends a mandate whose validity is over, with its open debits.',
  payload: z.strictObject({ mandateId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: ['mandate.expired', 'debit.cancelled'],
  errors: ['mandate_not_found', 'temporarily_unavailable'],
  timeoutSeconds: 60,
});
