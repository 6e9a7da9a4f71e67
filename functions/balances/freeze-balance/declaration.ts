import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { balanceAnswer } from '../answers.ts';
import { stateBody } from '../state-schemas.ts';

export const freezeBalance = declareHttp({
  operationId: 'freezeBalance',
  subdomain: 'balances',
  summary: 'Stops a balance: no money in or out until it is unfrozen.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/balances/{balanceId}/freeze' },
    { surface: 'admin', method: 'POST', path: '/balances/{balanceId}/freeze' },
  ],
  status: 200,
  params: { balanceId: 'bal' },
  query: noQuery,
  body: stateBody,
  answer: balanceAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['balance.frozen'],
  errors: ['balance_not_found', 'invalid_state', 'concurrent_change'],
});
