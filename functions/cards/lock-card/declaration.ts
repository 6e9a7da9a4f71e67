import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardAnswer } from '../answers.ts';
import { note, reasonCode } from '../status-schemas.ts';

export const lockCard = declareHttp({
  operationId: 'lockCard',
  subdomain: 'cards',
  summary: 'Locks a card for one of eight reasons; the next authorization is declined.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/cards/{cardId}/lock' },
    { surface: 'customer', method: 'POST', path: '/me/cards/{cardId}/lock' },
    { surface: 'admin', method: 'POST', path: '/cards/{cardId}/lock' },
  ],
  status: 200,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ reasonCode, note: note.optional() }),
  answer: cardAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: ['card.locked', 'card.issuer_status_changed', 'card.issuer_status_confirmed'],
  errors: ['card_not_found', 'forbidden_role', 'invalid_state', 'lock_irreversible', 'concurrent_change'],
  timeoutSeconds: 29,
});
