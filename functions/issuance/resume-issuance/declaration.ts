import * as z from 'zod';
import { eventEnvelopeSchema } from '../../kernel/events/envelope.ts';
import { declareQueue } from '../../kernel/operation/declaration.ts';

export const resumeIssuance = declareQueue({
  operationId: 'resumeIssuance',
  subdomain: 'issuance',
  summary: 'Lets issuances that wait for a KYC case go on, or end, when the case ends.',
  queue: 'issuance-kyc',
  message: z.object({ detail: eventEnvelopeSchema }),
  eventTypes: ['kyc.approved', 'kyc.rejected', 'kyc.failed', 'kyc.abandoned', 'kyc.expired'],
  uses: ['table', 'workflows'],
  access: 'write',
  workflows: ['card-issuance'],
  emits: ['issuance.kyc_satisfied'],
  errors: [],
});
