import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { balanceAnswer } from '../answers.ts';
import { stateBody } from '../state-schemas.ts';

export const unfreezeBalance = declareHttp({
  operationId: 'unfreezeBalance',
  subdomain: 'balances',
  summary: 'Lets a frozen balance move money again.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/balances/{balanceId}/unfreeze' },
    { surface: 'admin', method: 'POST', path: '/balances/{balanceId}/unfreeze' },
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
  emits: ['balance.unfrozen'],
  errors: ['balance_not_found', 'invalid_state', 'concurrent_change'],
});
