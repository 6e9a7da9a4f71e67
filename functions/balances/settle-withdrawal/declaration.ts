import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const settleWithdrawal = declareTimer({
  operationId: 'settleWithdrawal',
  subdomain: 'balances',
  summary: 'Finishes a withdrawal whose payment nobody saw to its end.',
  payload: z.strictObject({ withdrawalId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'person-pepper', 'issuer-request-signing'],
  emits: ['withdrawal.completed', 'withdrawal.failed', 'transaction.posted'],
  errors: ['balance_not_found', 'invalid_state', 'concurrent_change', 'temporarily_unavailable'],
});
