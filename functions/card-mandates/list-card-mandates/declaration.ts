import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardMandateAnswer } from '../answers.ts';

export const listCardMandates = declareHttp({
  operationId: 'listCardMandates',
  subdomain: 'card-mandates',
  summary: 'Lists the mandates by which third parties debit a card, newest first.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/cards/{cardId}/mandates' }],
  status: 200,
  params: { cardId: 'crd' },
  query: pageQuery,
  body: null,
  answer: pageOf(cardMandateAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['card_not_found', 'cursor_invalid'],
});
