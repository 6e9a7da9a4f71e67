import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardAnswer } from '../answers.ts';

export const activateCard = declareHttp({
  operationId: 'activateCard',
  subdomain: 'cards',
  summary: 'Makes an inactive card usable.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/cards/{cardId}/activate' },
    { surface: 'customer', method: 'POST', path: '/me/cards/{cardId}/activate' },
    { surface: 'admin', method: 'POST', path: '/cards/{cardId}/activate', roles: ['Admin', 'Manager', 'Employee'] },
  ],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  body: null,
  answer: cardAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.activated', 'card.replaced', 'card.issuer_status_changed', 'card.issuer_status_confirmed'],
  errors: ['card_not_found', 'invalid_state', 'issuer_refused', 'concurrent_change', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});
