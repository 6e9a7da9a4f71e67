import * as z from 'zod';
import { eventEnvelopeSchema } from '../kernel/events/envelope.ts';

/** The queue from which endpoints are called. */
export const deliveryQueue = 'webhook-deliveries';

/** One event for one endpoint; whether it is due, and what was tried, stands in the delivery. */
export const deliveryMessage = z.strictObject({
  tenantId: z.string(),
  endpointId: z.string(),
  event: eventEnvelopeSchema,
});

export const deliveryName = z.strictObject({ endpointId: z.string(), eventId: z.string() });

/** RecoveryProgress, as its timer keeps it. */
export const recoveryProgress = z.strictObject({
  endpointId: z.string(),
  since: z.iso.datetime(),
  after: z.string(),
  until: z.string(),
});
