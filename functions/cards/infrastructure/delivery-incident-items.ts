import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../../kernel/persistence/item.ts';
import { deliveryStatuses } from '../domain/delivery.ts';
import { deliveryIncidentStatuses, deliveryIncidentTypes, deliveryResolutions } from '../domain/delivery-incident.ts';

export const deliveryIncidentItem = defineItem({
  name: 'delivery_incident',
  subdomain: 'cards',
  summary: 'Something went wrong with the delivery of a plastic.',
  keys: { pk: 'T#<tenantId>#DELIVERY_INCIDENT#<incidentId>', sk: 'INCIDENT' },
  schema: z.object({
    incidentId: z.string(),
    cardId: z.string(),
    orderId: z.string(),
    customerId: z.string(),
    type: z.enum(deliveryIncidentTypes),
    status: z.enum(deliveryIncidentStatuses),
    reportedDelivery: z.enum(deliveryStatuses),
    note: z.string().optional(),
    resolution: z.enum(deliveryResolutions).optional(),
    resolutionNote: z.string().optional(),
    newOrderId: z.string().optional(),
    replacementCardId: z.string().optional(),
    openedAt: instant,
    resolvedAt: instant.optional(),
    sequence: wholeNumber,
  }),
});

export const openIncidentItem = defineItem({
  name: 'open_delivery_incident',
  subdomain: 'cards',
  summary: 'That an incident of the card is open: one at a time.',
  keys: { pk: 'T#<tenantId>#CARD#<cardId>', sk: 'OPEN_DELIVERY_INCIDENT' },
  schema: z.object({ incidentId: z.string() }),
});
