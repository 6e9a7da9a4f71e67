import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';
import { followEvents } from '../domain/follow-events.ts';

export const expireAuthentication = declareTimer({
  operationId: 'expireAuthentication',
  subdomain: 'mandates',
  summary: 'Ends an operation on a mandate whose payer did not authenticate in time.',
  payload: z.strictObject({ mandateId: z.string(), mandateOperationId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: followEvents,
  errors: ['mandate_not_found', 'temporarily_unavailable'],
  timeoutSeconds: 60,
});
