import type { EventAccess } from '../../events/ports/event-access.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { QueueSender } from '../../kernel/platform/platform.ts';
import { realNow } from '../../kernel/time/clock.ts';
import { enqueueDelivery } from '../delivery-steps.ts';
import { openDelivery } from '../domain/delivery.ts';
import { receives } from '../domain/webhook-endpoint.ts';
import type { DeliveryStore } from '../ports/delivery-store.ts';
import type { EndpointDirectory } from '../ports/endpoint-store.ts';
import type { fanOutEvent as declaration } from './declaration.ts';

interface Dependencies {
  readonly access: EventAccess;
  readonly endpoints: EndpointDirectory;
  readonly deliveries: DeliveryStore;
  readonly queues: QueueSender;
  readonly ids: IdGenerator;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/**
 * Sends an event on to everyone who wants it.
 *
 * In: an event from the bus. Out: nothing; each endpoint has its own delivery and its own message from here on.
 * 1. Take the tenant's enabled endpoints that asked for it; a test event goes to its own endpoint alone. An event that
 *    the tenant may not see goes to nobody (rule 105).
 * 2. Open a delivery per endpoint. There is one per endpoint and event: the bus may repeat itself.
 * 3. Hand those that nobody has tried yet to the workers.
 */
export const fanOutEvent =
  ({ access, endpoints, deliveries, queues, ids, contextOf }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail: event }, messageId }) => {
    const { tenant, clock } = await contextOf(event.tenantId, messageId);
    const receivers = (await endpoints.all(tenant)).filter((endpoint) => receives(endpoint, event));
    if (receivers.length === 0 || (await access.visible(tenant, [event])).length === 0) return;
    await Promise.all(
      receivers.map(async ({ endpointId }) => {
        const about = { deliveryId: ids.next('whd', tenant), endpointId, eventId: event.id, eventType: event.type };
        const { status } = await deliveries.open(tenant, openDelivery(about, realNow(clock)));
        if (status === 'pending') await enqueueDelivery(queues, tenant, { endpointId, event });
      }),
    );
  };
