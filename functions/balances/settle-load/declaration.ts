import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const settleLoad = declareTimer({
  operationId: 'settleLoad',
  subdomain: 'balances',
  summary: 'Brings a load from a bank account to its end when its request broke off.',
  payload: z.strictObject({ loadId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'person-pepper', 'issuer-request-signing'],
  emits: ['transaction.posted', 'load.failed'],
  errors: ['concurrent_change', 'temporarily_unavailable'],
});
