import * as z from 'zod';
import { amountOf, noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { correctionAnswer } from '../correction-answers.ts';
import { correctionDirections } from '../domain/correction.ts';

export const createCorrection = declareHttp({
  operationId: 'createCorrection',
  subdomain: 'balances',
  summary: 'Asks for a correction of a balance, which another operator has to approve.',
  scope: 'tenant',
  routes: [{ surface: 'admin', method: 'POST', path: '/balances/{balanceId}/corrections', operatorOnly: true }],
  status: 201,
  params: { balanceId: 'bal' },
  query: noQuery,
  body: z.strictObject({ direction: z.enum(correctionDirections), amount: amountOf(1), reason: text(140) }),
  answer: correctionAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['correction.requested'],
  errors: ['balance_not_found', 'invalid_state', 'concurrent_change', 'currency_mismatch'],
});
