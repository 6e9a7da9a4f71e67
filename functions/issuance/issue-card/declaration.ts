import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';

export const issueCard = declareTask({
  operationId: 'issueCard',
  subdomain: 'issuance',
  summary: 'Has the card of an issuance made, or orders it, and completes the issuance.',
  workflow: 'card-issuance',
  input: z.object({ tenantId: z.string(), issuanceId: z.string() }),
  output: z.object({}),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.issued', 'card.requested', 'issuance.completed'],
  errors: [
    'customer_not_found',
    'kyc_required',
    'balance_required',
    'balance_not_found',
    'invalid_state',
    'issuer_refused',
    'temporarily_unavailable',
  ],
  timeoutSeconds: 29,
});
