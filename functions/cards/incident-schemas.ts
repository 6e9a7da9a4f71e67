import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { DeliveryIncident } from './domain/delivery-incident.ts';
import { deliveryIncidentStatuses, deliveryIncidentTypes, deliveryResolutions } from './domain/delivery-incident.ts';

/** An incident of a delivery. */
export const deliveryIncidentAnswer = z
  .object({
    incidentId: z.string(),
    cardId: z.string(),
    orderId: z.string(),
    type: z.enum(deliveryIncidentTypes),
    status: z.enum(deliveryIncidentStatuses),
    note: z.string().optional(),
    resolution: z.enum(deliveryResolutions).optional(),
    resolutionNote: z.string().optional(),
    /** `reshipped`: the order of the plastic that is sent instead. */
    newOrderId: z.string().optional(),
    /** `replaced`: the card that takes its place, where it was ordered before. */
    replacementCardId: z.string().optional(),
    openedAt: timestamp,
    resolvedAt: timestamp.optional(),
  })
  .meta({ id: 'DeliveryIncident' });

export const presentIncident = (incident: DeliveryIncident): z.input<typeof deliveryIncidentAnswer> => {
  const { incidentId, cardId, orderId, type, status, note, resolution, resolutionNote } = incident;
  const { openedAt, resolvedAt, newOrderId, replacementCardId } = incident;
  return {
    ...{ incidentId, cardId, orderId, type, status, note, resolution, resolutionNote },
    ...(newOrderId === undefined ? {} : { newOrderId }),
    ...(replacementCardId === undefined ? {} : { replacementCardId }),
    openedAt: toTimestamp(openedAt),
    ...(resolvedAt === undefined ? {} : { resolvedAt: toTimestamp(resolvedAt) }),
  };
};
