import * as z from 'zod';
import { address, noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardStatuses } from '../domain/card.ts';
import { replacementReasons } from '../domain/replacement-reason.ts';

export const replaceCard = declareHttp({
  operationId: 'replaceCard',
  subdomain: 'cards',
  summary: 'Gives a card another one in its place, with its limits; the old one is locked when the new one is in use.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/cards/{cardId}/replacements' }],
  status: 202,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ reason: z.enum(replacementReasons), deliveryAddress: address.optional() }),
  answer: z
    .object({
      cardId: z.string(),
      orderId: z.string().optional(),
      status: z.enum(cardStatuses),
      replaces: z.string(),
    })
    .meta({ id: 'CardReplacement' }),
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: [
    'card.replacement_requested',
    'card.replaced',
    'card.issued',
    'card.requested',
    'card.locked',
    'card.issuer_status_changed',
    'card.issuer_status_confirmed',
  ],
  errors: [
    'card_not_found',
    'customer_not_found',
    'kyc_required',
    'balance_not_found',
    'invalid_state',
    'issuer_refused',
    'concurrent_change',
  ],
  timeoutSeconds: 29,
});
