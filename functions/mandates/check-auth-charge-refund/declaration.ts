import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';
import { followEvents } from '../domain/follow-events.ts';

export const checkAuthChargeRefund = declareTimer({
  operationId: 'checkAuthChargeRefund',
  subdomain: 'mandates',
  summary: 'Looks whether the INR 1 of an authentication is back in time, and raises the alarm.',
  payload: z.strictObject({ mandateId: z.string(), authChargeId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: [...followEvents, 'mandate.auth_charge_refund_overdue'],
  errors: ['mandate_not_found', 'temporarily_unavailable'],
  timeoutSeconds: 60,
});
