import type { EventAccess } from '../../events/ports/event-access.ts';
import type { EventFinder } from '../../events/ports/event-log.ts';
import { NotFound } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { realNow } from '../../kernel/time/clock.ts';
import { scheduleTimer } from '../../kernel/timers/timer-intents.ts';
import { deliveryTimer } from '../delivery-steps.ts';
import { openDelivery, restarted } from '../domain/delivery.ts';
import { receives } from '../domain/webhook-endpoint.ts';
import type { DeliveryStore } from '../ports/delivery-store.ts';
import type { EndpointDirectory } from '../ports/endpoint-store.ts';
import type { redeliverEvent as declaration } from './declaration.ts';

interface Dependencies {
  readonly access: EventAccess;
  readonly events: EventFinder;
  readonly endpoints: EndpointDirectory;
  readonly deliveries: DeliveryStore;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/**
 * Delivers an event anew.
 *
 * In: its id. Out: which deliveries were begun; `webhook-id` is the event's id as before.
 * 1. Take the enabled endpoints that want the event; the tenant must be one that may see it (rule 105).
 * 2. Each one's delivery begins its next round; one that never had it gets its first.
 * 3. Commit deliveries, key, and a timer that is due now for each: nothing is sent that was not committed.
 */
export const redeliverEvent =
  ({ access, events, endpoints, deliveries, unitOfWork, ids }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { eventId } }) => {
    const { tenant } = context;
    const now = realNow(context.clock);
    const event = await events.find(tenant, eventId);
    if (event === undefined) throw new NotFound('event_not_found');
    await access.require(tenant, event);
    const receivers = (await endpoints.all(tenant)).filter((endpoint) => receives(endpoint, event));
    const begun = await Promise.all(
      receivers.map(async ({ endpointId }) => {
        const known = await deliveries.find(tenant, { endpointId, eventId });
        if (known !== undefined) {
          const delivery = restarted(known);
          return { delivery, write: deliveries.replace(tenant, delivery) };
        }
        const deliveryId = ids.next('whd', tenant);
        const delivery = openDelivery({ deliveryId, endpointId, eventId, eventType: event.type }, now);
        return { delivery, write: deliveries.create(tenant, delivery) };
      }),
    );
    const writes = begun.flatMap(({ delivery, write }) => [
      write,
      scheduleTimer(context, deliveryTimer(delivery, now)),
    ]);
    const named = begun.map(({ delivery: { deliveryId, endpointId } }) => ({ deliveryId, endpointId }));
    return unitOfWork.commit(context, { writes, records: [] }, { eventId, deliveries: named });
  };
