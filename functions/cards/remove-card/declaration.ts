import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const removeCard = declareHttp({
  operationId: 'removeCard',
  subdomain: 'cards',
  summary: 'Removes a card for good; only its history stays.',
  scope: 'tenant',
  routes: [
    { surface: 'customer', method: 'DELETE', path: '/me/cards/{cardId}' },
    { surface: 'admin', method: 'DELETE', path: '/cards/{cardId}' },
  ],
  status: 204,
  params: { cardId: 'crd' },
  query: noQuery,
  body: null,
  answer: null,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.removed', 'card.issuer_status_changed', 'card.issuer_status_confirmed'],
  errors: ['card_not_found', 'invalid_state', 'concurrent_change'],
  timeoutSeconds: 29,
});
