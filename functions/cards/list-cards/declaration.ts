import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardAnswer } from '../answers.ts';

export const listCards = declareHttp({
  operationId: 'listCards',
  subdomain: 'cards',
  summary: "Lists a customer's cards, newest first, masked.",
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'GET', path: '/customers/{customerId}/cards' },
    { surface: 'customer', method: 'GET', path: '/me/cards' },
  ],
  status: 200,
  params: { customerId: 'cus' },
  query: pageQuery,
  body: null,
  answer: pageOf(cardAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['customer_not_found', 'cursor_invalid'],
});
