import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { authenticationAnswer, limitsAnswer, warningAnswer } from '../answers.ts';
import { mandateTerms } from '../terms-schemas.ts';

export const createMandate = declareHttp({
  operationId: 'createMandate',
  subdomain: 'mandates',
  summary: 'Asks a customer to let money be collected from a card or a UPI account, again and again.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/customers/{customerId}/mandates' }],
  status: 201,
  params: { customerId: 'cus' },
  query: noQuery,
  body: mandateTerms,
  answer: z
    .object({
      mandateId: z.string(),
      status: z.literal('pending_authentication'),
      authentication: authenticationAnswer,
      /** To be shown to the payer before the authentication. */
      disclosure: z.object({ version: z.string(), text: z.string() }),
      limits: limitsAnswer,
      warnings: z.array(warningAnswer).optional(),
    })
    .meta({ id: 'RequestedMandate' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'RAZORPAY_BASE_URL'],
  secrets: ['cursor-signing', 'payment-api', 'razorpay-*'],
  emits: ['mandate.requested'],
  errors: [
    'customer_not_found',
    'invalid_state',
    'validation_failed',
    'limit_exceeded',
    'payment_refused',
    'receipt_conflict',
  ],
  timeoutSeconds: 29,
});
