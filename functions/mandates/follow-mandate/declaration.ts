import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';
import { followEvents } from '../domain/follow-events.ts';

export const followMandate = declareTimer({
  operationId: 'followMandate',
  subdomain: 'mandates',
  summary: 'Looks whether the provider has done what it owes a mandate, and asks it again.',
  payload: z.strictObject({ mandateId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: [...followEvents, 'mandate.withdrawal_overdue'],
  errors: ['mandate_not_found', 'temporarily_unavailable'],
  timeoutSeconds: 60,
});
