import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';
import { followEvents } from '../domain/follow-events.ts';

export const refundAuthCharge = declareTask({
  operationId: 'refundAuthCharge',
  subdomain: 'mandates',
  summary: 'Gives the INR 1 of a registration back, and leaves it waiting until it is.',
  workflow: 'mandate-registration',
  input: z.object({ tenantId: z.string(), mandateId: z.string(), taskToken: z.string() }),
  output: z.object({}),
  uses: ['table', 'workflows', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  workflows: ['mandate-registration'],
  emits: followEvents,
  errors: ['mandate_not_found', 'temporarily_unavailable'],
  timeoutSeconds: 60,
});
