import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { revealHeader } from '../domain/reveal-session.ts';

export const revealPin = declareHttp({
  operationId: 'revealPin',
  subdomain: 'cards',
  summary: "Reveals a card's PIN as the issuer's opaque block, encrypted; every reveal is recorded.",
  scope: 'tenant',
  routes: [{ surface: 'customer', method: 'GET', path: '/me/cards/{cardId}/pin' }],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  headers: [revealHeader],
  body: null,
  answer: z.object({ pinBlock: z.string() }).meta({ id: 'RevealedPin' }),
  encryption: 'response',
  idempotency: 'none',
  uses: ['table', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.data_revealed'],
  errors: ['card_not_found', 'reveal_session_required', 'invalid_state', 'issuer_refused', 'temporarily_unavailable'],
  timeoutSeconds: 29,
});
