import * as z from 'zod';
import { noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { deliveryIncidentTypes } from '../domain/delivery-incident.ts';
import { deliveryIncidentAnswer } from '../incident-schemas.ts';

export const openDeliveryIncident = declareHttp({
  operationId: 'openDeliveryIncident',
  subdomain: 'cards',
  summary: 'Says that a plastic did not arrive as it should, whatever the carrier says.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path: '/cards/{cardId}/delivery-incidents' },
    { surface: 'customer', method: 'POST', path: '/me/cards/{cardId}/delivery-incidents' },
  ],
  status: 201,
  params: { cardId: 'crd' },
  query: noQuery,
  body: z.strictObject({ type: z.enum(deliveryIncidentTypes), note: text(500).optional() }),
  answer: deliveryIncidentAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['delivery_incident.opened'],
  errors: ['card_not_found', 'invalid_state'],
});
