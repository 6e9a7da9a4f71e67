import * as z from 'zod';
import { noQuery } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { cardIncidentAnswer } from '../card-incident-schemas.ts';
import { cardIncidentTypes } from '../domain/card-incident.ts';
import { note } from '../status-schemas.ts';

export const declareIncident = declareHttp({
  operationId: 'declareIncident',
  subdomain: 'cards',
  summary: 'Says that a card was lost, stolen or damaged, and secures it.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/cards/{cardId}/incidents' },
    { surface: 'customer', method: 'POST', path: '/me/cards/{cardId}/incidents' },
  ],
  status: 201,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ type: z.enum(cardIncidentTypes), note: note.optional() }),
  answer: cardIncidentAnswer,
  encryption: 'none',
  idempotency: 'reserved',
  uses: ['table', 'messageKeys', 'secrets', 'fetch'],
  access: 'write',
  settings: ['ISSUER_SANDBOX_URL', 'ADYEN_BASE_URL', 'ADYEN_PROGRAM'],
  secrets: ['cursor-signing', 'issuer-request-signing', 'adyen-api-key', 'card-fingerprint'],
  emits: [
    'card.incident_declared',
    'balance.review_requested',
    'card.locked',
    'card.issuer_status_changed',
    'card.issuer_status_confirmed',
  ],
  errors: ['card_not_found', 'invalid_state', 'already_exists', 'concurrent_change'],
  timeoutSeconds: 29,
});
