import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';
import { followEvents } from '../domain/follow-events.ts';

export const confirmToken = declareTask({
  operationId: 'confirmToken',
  subdomain: 'mandates',
  summary: 'Leaves a registration waiting until the bank has confirmed its token, or has not.',
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
