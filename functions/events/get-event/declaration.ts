import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { eventAnswer } from '../answers.ts';

export const getEvent = declareHttp({
  operationId: 'getEvent',
  subdomain: 'events',
  summary: 'Reads one event of the tenant.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'GET', path: '/events/{eventId}' }],
  status: 200,
  params: { eventId: 'evt' },
  query: noQuery,
  body: null,
  answer: eventAnswer,
  encryption: 'none',
  idempotency: 'none',
  uses: ['table', 'messageKeys'],
  access: 'read',
  emits: [],
  errors: ['event_not_found', 'transaction_data_restricted'],
});
