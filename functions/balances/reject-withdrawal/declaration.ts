import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { withdrawalAnswer } from '../withdrawal-answers.ts';

export const rejectWithdrawal = declareHttp({
  operationId: 'rejectWithdrawal',
  subdomain: 'balances',
  summary: 'Refuses a withdrawal that waits for approval; its money is available again.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'POST', path: '/withdrawals/{withdrawalId}/reject' }],
  status: 200,
  params: { withdrawalId: 'wdr' },
  query: noQuery,
  body: null,
  answer: withdrawalAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  keyRetention: 'object',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['withdrawal.rejected'],
  errors: ['withdrawal_not_found', 'maker_is_checker', 'invalid_state', 'concurrent_change'],
});
