import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const purgeMandate = declareTimer({
  operationId: 'purgeMandate',
  subdomain: 'mandates',
  summary: 'Erases what is kept of the instrument once a mandate is over and settled.',
  payload: z.strictObject({ mandateId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: ['mandate.purged'],
  errors: ['mandate_not_found', 'temporarily_unavailable'],
  timeoutSeconds: 60,
});
