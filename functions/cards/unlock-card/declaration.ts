import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardAnswer } from '../answers.ts';

export const unlockCard = declareHttp({
  operationId: 'unlockCard',
  subdomain: 'cards',
  summary: 'Lifts the locks of a card that the caller may lift.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/cards/{cardId}/unlock' },
    { surface: 'customer', method: 'POST', path: '/me/cards/{cardId}/unlock' },
    { surface: 'admin', method: 'POST', path: '/cards/{cardId}/unlock' },
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
  emits: ['card.unlocked', 'card.issuer_status_changed', 'card.issuer_status_confirmed'],
  errors: [
    'card_not_found',
    'forbidden_role',
    'invalid_state',
    'lock_irreversible',
    'issuer_refused',
    'concurrent_change',
    'temporarily_unavailable',
  ],
  timeoutSeconds: 29,
});
