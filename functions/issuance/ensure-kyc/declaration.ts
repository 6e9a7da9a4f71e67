import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';

export const ensureKyc = declareTask({
  operationId: 'ensureKyc',
  subdomain: 'issuance',
  summary: 'Lets the issuance go on when the customer is verified, or opens the KYC case and leaves it waiting.',
  workflow: 'card-issuance',
  input: z.object({ tenantId: z.string(), issuanceId: z.string(), taskToken: z.string() }),
  output: z.object({}),
  uses: ['table', 'workflows', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'issuer-request-signing'],
  workflows: ['card-issuance'],
  emits: ['issuance.kyc_started', 'issuance.kyc_satisfied', 'kyc.started'],
  errors: ['customer_not_found', 'kyc_required', 'invalid_state', 'kyc_refused', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});
