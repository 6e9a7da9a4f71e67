import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { fullCardAnswer } from '../answers.ts';
import { revealHeader } from '../domain/reveal-session.ts';

export const getFullCardData = declareHttp({
  operationId: 'getFullCardData',
  subdomain: 'cards',
  summary: "Reveals a card's PAN, expiry and CVV, encrypted to the caller; every reveal is recorded.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/cards/{cardId}/full-data' },
    { surface: 'customer', method: 'GET', path: '/me/cards/{cardId}/full-data' },
  ],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  headers: [revealHeader],
  body: null,
  answer: fullCardAnswer,
  encryption: 'response',
  idempotency: 'none',
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.data_revealed'],
  errors: ['card_not_found', 'reveal_session_required', 'invalid_state', 'issuer_refused', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});
