import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { controlsAnswer, controlsBody } from '../controls-schemas.ts';

export const setControls = declareHttp({
  operationId: 'setControls',
  subdomain: 'cards',
  summary: 'Replaces what a card may be used for; the next authorization is decided by it.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'PUT', path: '/cards/{cardId}/controls' },
    { surface: 'customer', method: 'PUT', path: '/me/cards/{cardId}/controls' },
  ],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  body: controlsBody,
  answer: controlsAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['card.controls_changed'],
  errors: ['card_not_found', 'invalid_state', 'currency_mismatch', 'concurrent_change'],
});
