import type { EventAccess } from '../../events/ports/event-access.ts';
import type { EventLog } from '../../events/ports/event-log.ts';
import type { EventEnvelope } from '../../kernel/events/envelope.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { QueueSender } from '../../kernel/platform/platform.ts';
import { realNow } from '../../kernel/time/clock.ts';
import { scheduleTimer } from '../../kernel/timers/timer-intents.ts';
import { enqueueDelivery } from '../delivery-steps.ts';
import type { Delivery } from '../domain/delivery.ts';
import { openDelivery, restarted } from '../domain/delivery.ts';
import { receives, testEventType } from '../domain/webhook-endpoint.ts';
import type { DeliveryStore } from '../ports/delivery-store.ts';
import type { EndpointDirectory } from '../ports/endpoint-store.ts';
import { recoveryTimer } from '../recovery-timer.ts';
import type { continueRecovery as declaration } from './declaration.ts';

interface Dependencies {
  readonly access: EventAccess;
  readonly events: EventLog;
  readonly endpoints: EndpointDirectory;
  readonly deliveries: DeliveryStore;
  readonly queues: QueueSender;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

const pageSize = 50;
const pauseSeconds = 1;

/** The delivery that is to be tried now; undefined when it succeeded, or somebody is at it. */
const begun = async (
  deliveries: DeliveryStore,
  { tenant }: OperationContext,
  candidate: Delivery,
): Promise<Delivery | undefined> => {
  const found = await deliveries.open(tenant, candidate);
  if (found.status === 'pending') return found;
  if (found.status === 'succeeded' || found.status === 'delivering') return undefined;
  const next = restarted(found);
  return (await deliveries.advance(tenant, next)) ? next : undefined;
};

const recover = async (
  { deliveries, queues, ids }: Dependencies,
  context: OperationContext,
  { endpointId, event }: { readonly endpointId: string; readonly event: EventEnvelope },
): Promise<void> => {
  const { tenant, clock } = context;
  const about = { deliveryId: ids.next('whd', tenant), endpointId, eventId: event.id, eventType: event.type };
  const delivery = await begun(deliveries, context, openDelivery(about, realNow(clock)));
  if (delivery !== undefined) await enqueueDelivery(queues, tenant, { endpointId, event });
};

/**
 * Recovers one page of an endpoint's events.
 *
 * In: how far the recovery has come. Out: nothing; a timer for the next page while there is one.
 * 1. An endpoint that is gone or disabled ends the recovery.
 * 2. Of the next 50 events take those since the instant that the endpoint wants, test events and those
 *    that the tenant may not see (rule 105) excepted.
 * 3. What was never opened, waits for a retry or was given up is handed to the workers; what succeeded is left alone.
 * 4. Move the timer on. A repeat of this page finds most of it under way and does no harm.
 */
export const continueRecovery =
  (deps: Dependencies): TimerUseCase<typeof declaration> =>
  async (context, progress) => {
    const { tenant, clock } = context;
    const { endpointId, since, after, until } = progress;
    const endpoint = await deps.endpoints.find(tenant, endpointId);
    if (endpoint === undefined || endpoint.status === 'disabled') return;
    const { data } = await deps.events.list(tenant, { after, limit: pageSize });
    const due = data.filter(({ id }) => id < until);
    const wanted = due.filter(
      (event) => event.createdAt >= since && event.type !== testEventType && receives(endpoint, event),
    );
    const visible = await deps.access.visible(tenant, wanted);
    await Promise.all(visible.map((event) => recover(deps, context, { endpointId, event })));
    const last = due.at(-1);
    if (last === undefined || due.length < pageSize) return;
    const next = recoveryTimer({ ...progress, after: last.id }, realNow(clock).add({ seconds: pauseSeconds }));
    await deps.unitOfWork.commit(context, { writes: [scheduleTimer(context, next)], records: [] }, undefined);
  };
