import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';

export const resetCvv = declareHttp({
  operationId: 'resetCvv',
  subdomain: 'cards',
  summary: 'Has the issuer make a new CVV for a virtual card; the old one is void at once.',
  scope: 'tenant',
  routes: [
    { surface: 'customer', method: 'POST', path: '/me/cards/{cardId}/cvv' },
    { surface: 'admin', method: 'POST', path: '/cards/{cardId}/cvv', roles: ['Admin', 'Manager', 'Employee'] },
  ],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  body: null,
  answer: z
    .object({
      cardId: z.string(),
      cvv: z.string().nullable().optional(),
      expiryMonth: z.int().min(1).max(12),
      expiryYear: z.int(),
    })
    .meta({ id: 'ResetCvv' }),
  encryption: 'response',
  idempotency: 'reserved',
  notStored: ['cvv'],
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.cvv_reset', 'card.data_revealed'],
  errors: ['card_not_found', 'invalid_state', 'issuer_refused', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});
