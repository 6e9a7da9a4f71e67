import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardAnswer } from '../answers.ts';
import { note } from '../status-schemas.ts';

export const closeCard = declareHttp({
  operationId: 'closeCard',
  subdomain: 'cards',
  summary: 'Ends a card for good, with a reason that is kept.',
  scope: 'tenant',
  routes: [{ surface: 'secure', method: 'POST', path: '/cards/{cardId}/close' }],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ reason: note.optional() }),
  answer: cardAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.closed', 'card.issuer_status_changed', 'card.issuer_status_confirmed'],
  errors: ['card_not_found', 'invalid_state', 'concurrent_change'],
  timeoutSeconds: 29,
});
