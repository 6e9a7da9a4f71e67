import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { deliveryAnswer } from '../delivery-schemas.ts';

export const getDelivery = declareHttp({
  operationId: 'getDelivery',
  subdomain: 'cards',
  summary: "Shows where a card's plastic and its PIN mailer are, with the whole log.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/cards/{cardId}/delivery' },
    { surface: 'customer', method: 'GET', path: '/me/cards/{cardId}/delivery' },
  ],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  body: null,
  answer: deliveryAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['card_not_found'],
});
