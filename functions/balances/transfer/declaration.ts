import * as z from 'zod';
import { amountOf, noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { transferAnswer } from '../movement-answers.ts';

/** Longer than any id; what is no balance of the tenant is not found. */
const balanceId = text(64);

/** A card is named by the token that `tokenizeReceiverCard` answered. */
const receiver = z.union([z.strictObject({ balanceId }), z.strictObject({ cardNumberToken: text(80) })]);

export const transfer = declareHttp({
  operationId: 'transfer',
  subdomain: 'balances',
  summary: 'Moves money from a balance to another one of the tenant, or to a card.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/transfers' },
    { surface: 'customer', method: 'POST', path: '/me/transfers' },
  ],
  status: 201,
  params: {},
  query: noQuery,
  body: z
    .strictObject({ fromBalanceId: balanceId, to: receiver, amount: amountOf(1) })
    .refine(({ fromBalanceId, to }) => !('balanceId' in to) || fromBalanceId !== to.balanceId, {
      path: ['to', 'balanceId'],
      message: 'must be another balance',
    }),
  answer: transferAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  reserves: ({ to }) => 'cardNumberToken' in to,
  keyRetention: 'object',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['cursor-signing', 'person-pepper', 'issuer-request-signing'],
  emits: ['transaction.posted', 'transfer.declined'],
  errors: [
    'balance_not_found',
    'customer_not_found',
    'kyc_required',
    'invalid_state',
    'concurrent_change',
    'insufficient_funds',
    'limit_exceeded',
    'currency_mismatch',
    'receiver_card_not_found',
    'transfer_declined',
    'issuer_refused',
    'temporarily_unavailable',
  ],
});
