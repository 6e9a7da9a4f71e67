import type { ReferenceOwner, ReferenceSpace } from '../kernel/persistence/provider-reference.ts';
import type { QueueSender } from '../kernel/platform/platform.ts';
import type { Clock } from '../kernel/time/clock.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import { isSettled } from './domain/inbound-event.ts';
import { spaceOf } from './event-spaces.ts';
import { inboundMessage } from './inbound-message.ts';
import type { EventIntake } from './ports/event-intake.ts';
import type { InboundStore } from './ports/inbound-store.ts';
import { readEvent } from './read-event.ts';

interface Dependencies {
  readonly inbound: Pick<InboundStore, 'stateOf'>;
  readonly findOwner: (space: ReferenceSpace, reference: string) => Promise<ReferenceOwner | undefined>;
  readonly queues: QueueSender;
  readonly clock: Clock;
}

/**
 * Queues an event that the provider lists and the platform has not settled, in the form that the webhook has there.
 * One whose resource is not known is left in the provider's log: queued, it would only be parked, again at every poll.
 */
export const eventIntake = ({ inbound, findOwner, queues, clock }: Dependencies): EventIntake => ({
  take: async (tenant, { eventId, raw }) => {
    const receivedAt = toTimestamp(clock.now());
    const { type, reference } = readEvent(eventId, raw, receivedAt);
    const space = spaceOf(type);
    const keeper = space === undefined ? undefined : tenant;
    if (isSettled(await inbound.stateOf(keeper, eventId))) return 'settled';
    if (space !== undefined) {
      const owner = await findOwner(space, reference);
      if (owner === undefined) return 'unowned';
      if (owner.tenantId !== tenant.tenantId) return 'foreign';
    }
    await queues.send(inboundMessage({ eventId, raw, receivedAt }));
    return 'queued';
  },
});
