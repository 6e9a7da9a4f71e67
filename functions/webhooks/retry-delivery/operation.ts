import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { QueueSender } from '../../kernel/platform/platform.ts';
import type { EventFinder } from '../../events/ports/event-log.ts';
import { enqueueDelivery } from '../delivery-steps.ts';
import type { retryDelivery as declaration } from './declaration.ts';

interface Dependencies {
  readonly events: EventFinder;
  readonly queues: QueueSender;
}

/**
 * Hands a delivery to the workers again. It does not call the endpoint itself: the dispatcher of timers waits for it,
 * and a slow endpoint must not hold up anybody's timers. Sent twice, the second message finds nothing due.
 */
export const retryDelivery =
  ({ events, queues }: Dependencies): TimerUseCase<typeof declaration> =>
  async ({ tenant }, { endpointId, eventId }) => {
    const event = await events.find(tenant, eventId);
    if (event === undefined) throw new Error(`the event ${eventId} of a delivery is not in the log`);
    await enqueueDelivery(queues, tenant, { endpointId, event });
  };
