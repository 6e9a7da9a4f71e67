import * as z from 'zod';
import { noQuery, timestamp } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { limitsAnswer, mandateOperationAnswer, warningAnswer } from '../answers.ts';
import { notification, rupees } from '../terms-schemas.ts';

export const modifyMandate = declareHttp({
  operationId: 'modifyMandate',
  subdomain: 'mandates',
  summary: 'Changes maximum, validity or channel of a mandate once its payer has authenticated.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/mandates/{mandateId}/modify' }],
  status: 202,
  params: { mandateId: 'mdt' },
  query: noQuery,
  body: z.strictObject({
    maxAmount: rupees.optional(),
    validUntil: timestamp.optional(),
    notification: notification.optional(),
  }),
  answer: mandateOperationAnswer
    .extend({
      /** What a new maximum had best be. */
      limits: limitsAnswer.optional(),
      warnings: z.array(warningAnswer).optional(),
    })
    .meta({ id: 'RequestedModification' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: ['mandate.modification_requested'],
  errors: [
    'mandate_not_found',
    'invalid_state',
    'validation_failed',
    'limit_exceeded',
    'payment_refused',
    'receipt_conflict',
  ],
  timeoutSeconds: 29,
});
