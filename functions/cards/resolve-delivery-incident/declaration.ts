import * as z from 'zod';
import { address, noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { deliveryResolutions } from '../domain/delivery-incident.ts';
import { deliveryIncidentAnswer } from '../incident-schemas.ts';

const path = '/delivery-incidents/{incidentId}/resolve';

export const resolveDeliveryIncident = declareHttp({
  operationId: 'resolveDeliveryIncident',
  subdomain: 'cards',
  summary: 'Ends an incident of a delivery; a plastic that is reshipped is ordered again.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path },
    { surface: 'admin', method: 'POST', path },
  ],
  status: 200,
  params: { incidentId: 'din' },
  query: noQuery,
  body: z
    .strictObject({
      resolution: z.enum(deliveryResolutions),
      note: text(500).optional(),
      /** Where a plastic that is `reshipped` goes, if not to the address of the first one. */
      deliveryAddress: address.optional(),
    })
    .refine(({ resolution, deliveryAddress }) => deliveryAddress === undefined || resolution === 'reshipped', {
      path: ['deliveryAddress'],
      message: 'only for what is reshipped',
    }),
  answer: deliveryIncidentAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys', 'secrets'],
  access: 'write',
  secrets: ['cursor-signing'],
  emits: ['delivery_incident.resolved', 'delivery_incident.rejected', 'delivery.settled', 'card.plastic_requested'],
  errors: ['delivery_incident_not_found', 'invalid_state'],
});
