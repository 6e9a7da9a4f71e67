import * as z from 'zod';
import { declareTimer } from '../../kernel/operation/declaration.ts';

export const settleCardTransfer = declareTimer({
  operationId: 'settleCardTransfer',
  subdomain: 'balances',
  summary: 'Brings a transfer to a card to its end when its request broke off.',
  payload: z.strictObject({ transferId: z.string() }),
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'person-pepper', 'issuer-request-signing'],
  emits: ['transaction.posted', 'transfer.declined'],
  errors: ['temporarily_unavailable'],
});
