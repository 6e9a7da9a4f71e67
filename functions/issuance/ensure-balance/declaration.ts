import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';

export const ensureBalance = declareTask({
  operationId: 'ensureBalance',
  subdomain: 'issuance',
  summary: 'Opens the balance of an issuance, or checks the one it names.',
  workflow: 'card-issuance',
  input: z.object({ tenantId: z.string(), issuanceId: z.string() }),
  output: z.object({}),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['balance.created', 'issuance.balance_ready'],
  errors: [
    'balance_not_found',
    'kyc_required',
    'invalid_state',
    'currency_unsupported',
    'issuer_refused',
    'temporarily_unavailable',
  ],
  timeoutSeconds: 29,
});
