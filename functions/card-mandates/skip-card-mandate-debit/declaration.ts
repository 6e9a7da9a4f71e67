import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardMandateAnswer } from '../answers.ts';

export const skipCardMandateDebit = declareHttp({
  operationId: 'skipCardMandateDebit',
  subdomain: 'card-mandates',
  summary: 'Keeps one announced debit from being made; the mandate stays.',
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'POST', path: '/me/card-mandates/{mandateId}/debits/{debitId}/skip' }],
  status: 200,
  params: { mandateId: 'cmd', debitId: 'cdb' },
  query: noQuery,
  body: null,
  answer: cardMandateAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['card_mandate_debit.skipped'],
  errors: ['mandate_not_found', 'debit_not_found', 'invalid_state', 'concurrent_change'],
});
