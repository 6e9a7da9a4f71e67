import type { EventEnvelope } from '../../../functions/kernel/events/envelope.ts';
import { envelopeOf, recordItem } from '../../../functions/kernel/events/record-item.ts';
import { timerItem } from '../../../functions/kernel/timers/timer-item.ts';
import type { Timer } from '../../../functions/kernel/timers/timer-item.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { wire as continueWire } from '../../../functions/webhooks/continue-recovery/handler.ts';
import { wire as deliverWire } from '../../../functions/webhooks/deliver-event/handler.ts';
import type { Delivery } from '../../../functions/webhooks/domain/delivery.ts';
import { wire as fanOutWire } from '../../../functions/webhooks/fan-out-event/handler.ts';
import { dynamoDeliveryStore } from '../../../functions/webhooks/infrastructure/dynamo-delivery-store.ts';
import { wire as retryWire } from '../../../functions/webhooks/retry-delivery/handler.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { deliver, noContext } from '../../support/trigger.ts';
import { storeEvents } from '../events/given-events.ts';

/** An event of the tenant that is in its log, as the bus carries it. */
export const givenEvent = async (
  platform: TestPlatform,
  tenant: TenantContext,
  type = 'customer.created',
): Promise<EventEnvelope> => {
  const resourceId = platform.ids.next('cus', tenant);
  const [eventId] = await storeEvents(platform, tenant, [{ type, resourceId, sequence: 1 }]);
  const item = (await platform.items()).find((one) => one['item'] === 'record' && one['eventId'] === eventId);
  if (item === undefined) throw new Error('the event was not stored');
  return envelopeOf(recordItem.decode(item));
};

/** What the bus does with an event. */
export const fanOut = (platform: TestPlatform, event: EventEnvelope): Promise<boolean> =>
  deliver(fanOutWire(platform), { 'detail-type': event.type, detail: event });

/** Takes the messages that wait for the workers. */
export const takeMessages = (platform: TestPlatform): readonly string[] =>
  platform.sent.messages
    .splice(0)
    .filter(({ queue }) => queue === 'webhook-deliveries')
    .map(({ body }) => body);

/** Delivers everything that waits for the workers. @returns whether each message was handled */
export const work = async (platform: TestPlatform): Promise<readonly boolean[]> => {
  const handler = deliverWire(platform);
  return Promise.all(takeMessages(platform).map((message) => deliver(handler, message)));
};

/** Timers of webhooks that are set, earliest first. */
export const timersOf = async (platform: TestPlatform, tenant: TenantContext): Promise<readonly Timer[]> =>
  (await platform.items())
    .filter((item) => item['item'] === 'timer' && item['tenantId'] === tenant.tenantId)
    .map((item) => timerItem.decode(item))
    .toSorted((left, right) => left.dueAt.epochMilliseconds - right.dueAt.epochMilliseconds);

const wires = { retryDelivery: retryWire, continueRecovery: continueWire } as const;

/** Runs a timer as the dispatcher does, at its instant. */
export const fireTimer = async (platform: TestPlatform, timer: Timer): Promise<void> => {
  const wait = timer.dueAt.epochMilliseconds - platform.clock.now().epochMilliseconds;
  if (wait > 0) platform.clock.advance({ milliseconds: wait });
  const wire = wires[timer.operation as keyof typeof wires];
  await wire(platform)({ tenantId: timer.tenantId, payload: JSON.parse(timer.payload) as unknown }, noContext);
};

/** Goes on to the delivery's next attempt and makes it. */
export const nextAttempt = async (platform: TestPlatform, tenant: TenantContext): Promise<Timer> => {
  const [timer] = await timersOf(platform, tenant);
  if (timer === undefined) throw new Error('no timer is set');
  await fireTimer(platform, timer);
  await work(platform);
  return timer;
};

export const deliveryOf = (
  platform: TestPlatform,
  tenant: TenantContext,
  name: { readonly endpointId: string; readonly eventId: string },
): Promise<Delivery | undefined> => dynamoDeliveryStore(platform.table).find(tenant, name);

/** Types of the records that were written about a resource, oldest first. */
export const recordsAbout = async (platform: TestPlatform, resourceId: string): Promise<readonly string[]> =>
  (await platform.items())
    .filter((item) => item['item'] === 'record' && item['resourceId'] === resourceId)
    .map((item) => recordItem.decode(item))
    .toSorted((left, right) => left.sequence - right.sequence)
    .map(({ type }) => type);
