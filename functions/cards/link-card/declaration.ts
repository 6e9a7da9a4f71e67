import * as z from 'zod';
import { declareTask } from '../../kernel/operation/declaration.ts';

export const linkCard = declareTask({
  operationId: 'linkCard',
  subdomain: 'cards',
  summary: 'Connects a produced plastic to its holder and balance: the card is there, inactive until it is activated.',
  workflow: 'physical-card-order',
  input: z.object({ tenantId: z.string(), cardId: z.string(), orderId: z.string() }),
  output: z.object({}),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.issued', 'card.plastic_linked', 'card_order.linked'],
  errors: [
    'card_order_not_found',
    'card_not_found',
    'customer_not_found',
    'kyc_required',
    'balance_not_found',
    'invalid_state',
    'issuer_refused',
    'temporarily_unavailable',
  ],
  timeoutSeconds: 29,
});
