import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { scheduleTimer } from '../../kernel/timers/timer-intents.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import { holdDays } from '../../policies/card-rules.ts';
import { reservingEvent } from '../expiry-schemas.ts';
import type { scheduleHoldExpiry as declaration } from './declaration.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/** Of a merchant that nobody named: the shortest window. */
const unknownMerchant = '0000';

/**
 * Sets the timer that ends a hold (rule 117), away from the decision that the network waits for.
 *
 * In: the event of an approval, an increment or an advice. Out: nothing; the timer is set.
 * The window counts from the event and depends on the merchant's category. A later increment moves the timer; the
 * same event again sets it to the same instant, which is moved no further.
 */
export const scheduleHoldExpiry =
  ({ unitOfWork, contextOf }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const { cardId, network, merchant } = reservingEvent.parse(detail.data);
    const context = await contextOf(detail.tenantId, messageId);
    const dueAt = fromTimestamp(detail.createdAt).add({ hours: 24 * holdDays(merchant?.mcc ?? unknownMerchant) });
    const timer = scheduleTimer(context, {
      operation: 'expireHold',
      key: detail.resource.id,
      dueAt,
      payload: { cardId, network },
    });
    await unitOfWork.commit(context, { writes: [timer], records: [] }, undefined);
  };
