import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { withdrawalAnswer } from '../withdrawal-answers.ts';

export const approveWithdrawal = declareHttp({
  operationId: 'approveWithdrawal',
  subdomain: 'balances',
  summary: 'Carries out a withdrawal that waits for approval.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'POST', path: '/withdrawals/{withdrawalId}/approve' }],
  status: 200,
  params: { withdrawalId: 'wdr' },
  query: noQuery,
  body: null,
  answer: withdrawalAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'person-pepper', 'issuer-request-signing'],
  emits: ['withdrawal.approved', 'withdrawal.completed', 'withdrawal.failed', 'transaction.posted'],
  errors: [
    'withdrawal_not_found',
    'maker_is_checker',
    'balance_not_found',
    'invalid_state',
    'concurrent_change',
    'temporarily_unavailable',
  ],
});
