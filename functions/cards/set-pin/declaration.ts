import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { pinBlock } from '../pin-schemas.ts';

export const setPin = declareHttp({
  operationId: 'setPin',
  subdomain: 'cards',
  summary: "Passes a card's PIN to the issuer, as an opaque block, and lifts the lock of too many wrong ones.",
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'POST', path: '/me/cards/{cardId}/pin' }],
  status: 204,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ pinBlock }),
  answer: null,
  encryption: 'both',
  idempotency: 'reserved',
  secretBody: true,
  uses: ['table', 'secrets', 'messageKeys', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint', 'person-pepper'],
  emits: ['card.pin_set', 'card.unlocked', 'card.issuer_status_changed', 'card.issuer_status_confirmed'],
  errors: ['card_not_found', 'invalid_state', 'issuer_refused', 'concurrent_change', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});
