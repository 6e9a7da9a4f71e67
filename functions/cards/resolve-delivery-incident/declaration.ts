import * as z from 'zod';
import { noQuery, text } from '../../kernel/http/schemas.ts';
import { declareHttp } from '../../kernel/operation/declaration.ts';
import { deliveryResolutions } from '../domain/delivery-incident.ts';
import { deliveryIncidentAnswer } from '../incident-schemas.ts';

const path = '/delivery-incidents/{incidentId}/resolve';

export const resolveDeliveryIncident = declareHttp({
  operationId: 'resolveDeliveryIncident',
  subdomain: 'cards',
  summary: 'Ends an incident of a delivery.',
  scope: 'tenant',
  routes: [
    { surface: 'secure', method: 'POST', path },
    { surface: 'admin', method: 'POST', path },
  ],
  status: 200,
  params: { incidentId: 'din' },
  query: noQuery,
  body: z.strictObject({ resolution: z.enum(deliveryResolutions), note: text(500).optional() }),
  answer: deliveryIncidentAnswer,
  encryption: 'none',
  idempotency: 'transactional',
  uses: ['table', 'messageKeys'],
  access: 'write',
  emits: ['delivery_incident.resolved', 'delivery_incident.rejected'],
  errors: ['delivery_incident_not_found', 'invalid_state'],
});
