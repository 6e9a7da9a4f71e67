import { pageOf, pageQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { debitAnswer } from '../answers.ts';

export const listDebits = declareHttp({
  operationId: 'listDebits',
  subdomain: 'debits',
  summary: 'Lists the debits of a mandate, newest first.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/mandates/{mandateId}/debits' }],
  status: 200,
  params: { mandateId: 'mdt' },
  query: pageQuery,
  body: null,
  answer: pageOf(debitAnswer).meta({ id: 'DebitPage' }),
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'secrets'],
  access: 'read',
  secrets: ['cursor-signing'],
  emits: [],
  errors: ['mandate_not_found', 'cursor_invalid'],
});
