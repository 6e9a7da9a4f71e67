import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { controlsAnswer } from '../controls-schemas.ts';

export const getControls = declareHttp({
  operationId: 'getControls',
  subdomain: 'cards',
  summary: 'Shows what a card may be used for: channels, limits, merchant categories.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/cards/{cardId}/controls' },
    { surface: 'customer', method: 'GET', path: '/me/cards/{cardId}/controls' },
  ],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  body: null,
  answer: controlsAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['card_not_found'],
});
