import { Temporal } from 'temporal-polyfill';
import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { TimerUseCase } from '../../kernel/operation/task-operation.ts';
import type { OrderStepDependencies } from '../card-order-steps.ts';
import { takeOrderStep } from '../card-order-steps.ts';
import { deliveryCheck } from '../delivery-check.ts';
import { deliveryChecked } from '../domain/card-order-events.ts';
import { checked } from '../domain/delivery-follow-up.ts';
import type { checkDelivery as declaration } from './declaration.ts';

/**
 * Looks at a delivery ten days after the link, then weekly, and once more a month after it ended.
 *
 * 1. An order that another one has replaced, or whose delivery is closed, needs nothing.
 * 2. Not due: somebody moved the timer meanwhile. Fail, so that it is fired again.
 * 3. On its way still: tell that it is overdue, four times at most, and look again.
 * 4. Ended, or told often enough: close it. Nobody needs to know any more where it went.
 */
export const checkDelivery =
  (deps: OrderStepDependencies): TimerUseCase<typeof declaration> =>
  async (context, { cardId, orderId }) => {
    const newest = await deps.orders.find(context.tenant, cardId);
    if (newest?.orderId !== orderId) return;
    await takeOrderStep(deps, context, {
      ...{ cardId, orderId },
      decide: (order) => {
        if (order.checkAt === undefined) return undefined;
        const now = context.clock.now();
        if (Temporal.Instant.compare(now, order.checkAt) < 0) {
          throw new TemporarilyUnavailable('The delivery is not due for a look yet.');
        }
        const { order: next, became } = checked(order, now);
        const record = deliveryChecked(deps.orders.partition(context.tenant, orderId), next, became);
        return { order: next, work: { writes: deliveryCheck(context, next), records: [record] } };
      },
    });
  };
