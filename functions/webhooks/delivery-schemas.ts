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

/** How far the recovery of an endpoint has come. */
export const recoveryProgress = z.strictObject({
  endpointId: z.string(),
  /** Business time: events made before it are left alone. */
  since: z.iso.datetime(),
  /** Event ids behind this one are still to be looked at … */
  after: z.string(),
  /** … and ids from this one on get there by themselves. */
  until: z.string(),
});
