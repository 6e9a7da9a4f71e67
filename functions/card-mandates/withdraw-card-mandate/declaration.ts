import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardMandateAnswer } from '../answers.ts';

export const withdrawCardMandate = declareHttp({
  operationId: 'withdrawCardMandate',
  subdomain: 'card-mandates',
  summary: "Ends a third party's right to debit the caller's card, at once.",
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'POST', path: '/me/card-mandates/{mandateId}/withdraw' }],
  status: 200,
  params: { mandateId: 'cmd' },
  query: noQuery,
  body: null,
  answer: cardMandateAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['card_mandate.withdrawn'],
  errors: ['mandate_not_found', 'invalid_state', 'concurrent_change'],
});
