import * as z from 'zod';
import { noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { fullCardAnswer } from '../answers.ts';

export const createVirtualCard = declareHttp({
  operationId: 'createVirtualCard',
  subdomain: 'cards',
  summary: 'Issues a virtual card on a balance of the customer and answers its data, encrypted.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/customers/{customerId}/cards' },
    { surface: 'customer', method: 'POST', path: '/me/cards' },
    { surface: 'admin', method: 'POST', path: '/customers/{customerId}/cards' },
  ],
  status: 201,
  params: { customerId: 'cus' },
  query: noQuery,
  body: z.strictObject({ balanceId: z.string().max(64), displayName: text(26).optional() }),
  answer: fullCardAnswer,
  encryption: 'both',
  idempotency: 'reserved',
  notStored: ['pan', 'cvv'],
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.issued', 'card.data_revealed'],
  errors: [
    'customer_not_found',
    'kyc_required',
    'balance_required',
    'balance_not_found',
    'invalid_state',
    'issuer_refused',
  ],
  timeoutSeconds: 29,
});
