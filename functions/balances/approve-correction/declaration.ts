import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { correctionAnswer } from '../correction-answers.ts';

export const approveCorrection = declareHttp({
  operationId: 'approveCorrection',
  subdomain: 'balances',
  summary: 'Carries out a correction that another operator asked for.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'POST', path: '/corrections/{correctionId}/approve', operatorOnly: true }],
  status: 200,
  params: { correctionId: 'cor' },
  query: noQuery,
  body: null,
  answer: correctionAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing', 'person-pepper'],
  emits: ['correction.approved', 'transaction.posted'],
  errors: [
    'correction_not_found',
    'maker_is_checker',
    'balance_not_found',
    'customer_not_found',
    'kyc_required',
    'invalid_state',
    'concurrent_change',
  ],
});
