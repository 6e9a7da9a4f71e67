import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';

export const placeCardOrder = declareTask({
  operationId: 'placeCardOrder',
  subdomain: 'cards',
  summary: 'Orders the plastic at the issuer, once, and leaves the workflow waiting for its report.',
  workflow: 'physical-card-order',
  input: z.object({ tenantId: z.string(), cardId: z.string(), orderId: z.string(), taskToken: z.string() }),
  output: z.object({}),
  uses: ['table', 'workflows', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  workflows: ['physical-card-order'],
  emits: ['card_order.placed', 'card_order.produced', 'card.failed', 'card.plastic_failed', 'delivery.reported'],
  errors: [
    'card_order_not_found',
    'card_not_found',
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
