import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const checkCardOrder = declareTimer({
  operationId: 'checkCardOrder',
  subdomain: 'cards',
  summary: 'Pulls the report of an order whose personalisation takes too long, and tells of the delay.',
  payload: z.strictObject({ cardId: z.string(), orderId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card_order.produced', 'card_order.delayed', 'card.failed', 'card.plastic_failed', 'delivery.reported'],
  errors: ['card_order_not_found', 'issuer_refused', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});
