import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardMandateAnswer } from '../answers.ts';

export const listOwnCardMandates = declareHttp({
  operationId: 'listOwnCardMandates',
  subdomain: 'card-mandates',
  summary: "Lists the mandates by which third parties debit the caller's cards, newest first.",
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'GET', path: '/me/card-mandates' }],
  status: 200,
  params: {},
  query: pageQuery,
  body: null,
  answer: pageOf(cardMandateAnswer),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['cursor_invalid'],
});
