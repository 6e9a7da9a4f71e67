import type { Temporal } from 'temporal-polyfill';
import type { EventEnvelope } from '../kernel/events/envelope.ts';
import type { QueueSender } from '../kernel/platform/platform.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { TimerOrder } from '../kernel/timers/timer-intents.ts';
import { deliveryQueue } from './delivery-schemas.ts';
import type { Delivery } from './domain/delivery.ts';

/** Hands a delivery to the workers; the tenant names its share of the queue. */
export const enqueueDelivery = async (
  queues: QueueSender,
  tenant: TenantContext,
  work: { readonly endpointId: string; readonly event: EventEnvelope },
): Promise<void> => {
  const { tenantId } = tenant;
  await queues.send({ queue: deliveryQueue, body: JSON.stringify({ tenantId, ...work }), group: tenantId });
};

/** The timer that hands a delivery to the workers at a real instant; one per delivery, set again it is moved. */
export const deliveryTimer = (delivery: Delivery, dueAt: Temporal.Instant): TimerOrder => ({
  operation: 'retryDelivery',
  key: delivery.deliveryId,
  dueAt,
  realTime: true,
  payload: { endpointId: delivery.endpointId, eventId: delivery.eventId },
});
