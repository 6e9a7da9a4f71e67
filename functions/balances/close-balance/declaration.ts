import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { balanceAnswer } from '../answers.ts';
import { stateBody } from '../state-schemas.ts';

export const closeBalance = declareHttp({
  operationId: 'closeBalance',
  subdomain: 'balances',
  summary: 'Closes an empty balance for good; any other begins to close, so that what remains can be withdrawn.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/balances/{balanceId}/close' },
    { surface: 'admin', method: 'POST', path: '/balances/{balanceId}/close' },
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
  emits: ['balance.closing_started', 'balance.closed'],
  errors: ['balance_not_found', 'invalid_state', 'concurrent_change'],
});
