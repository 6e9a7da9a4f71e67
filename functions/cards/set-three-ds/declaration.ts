import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const setThreeDs = declareHttp({
  operationId: 'setThreeDs',
  subdomain: 'cards',
  summary: "Switches a card's 3-D Secure on, over the customer's phone and with a new password, or off.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'PUT', path: '/cards/{cardId}/three-ds' },
    { surface: 'customer', method: 'PUT', path: '/me/cards/{cardId}/three-ds' },
  ],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ enabled: z.boolean().optional() }),
  answer: z
    .object({ cardId: z.string(), enabled: z.boolean(), password: z.string().nullable() })
    .meta({ id: 'ThreeDs' }),
  encryption: 'response',
  idempotency: 'reserved',
  notStored: ['password'],
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.three_ds_changed'],
  errors: ['card_not_found', 'customer_not_found', 'invalid_state', 'issuer_refused', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});
