import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardAnswer } from '../answers.ts';

export const getCard = declareHttp({
  operationId: 'getCard',
  subdomain: 'cards',
  summary: 'Shows a card, masked; one that is ordered and not linked yet as requested.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/cards/{cardId}' },
    { surface: 'customer', method: 'GET', path: '/me/cards/{cardId}' },
  ],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  body: null,
  answer: cardAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['card_not_found'],
});
