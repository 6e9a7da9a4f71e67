import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { authorizationId, messageAnswer, networkAmount, networkMerchant } from '../network-schemas.ts';

export const simulateForcePost = declareHttp({
  operationId: 'simulateForcePost',
  subdomain: 'sandbox',
  summary: 'Posts a purchase that nobody authorized, or no longer.',
  scope: 'tenant',
  routes: [{ surface: 'sandbox', method: 'POST', path: '/cards/{cardId}/force-posts' }],
  status: 201,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({
    amount: networkAmount,
    merchant: networkMerchant,
    authorizationId: authorizationId.optional(),
  }),
  answer: messageAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL'],
  secrets: ['sandbox-control'],
  emits: [],
  errors: [
    'authorization_not_found',
    'card_not_found',
    'currency_mismatch',
    'invalid_state',
    'temporarily_unavailable',
  ],
});
