import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import { cancelTimer } from '../../kernel/timers/timer-intents.ts';
import { reportTimer } from '../card-order-reports.ts';
import type { OrderStepDependencies } from '../card-order-steps.ts';
import { takeOrderStep } from '../card-order-steps.ts';
import { orderRecord } from '../domain/card-order-events.ts';
import { advanceOrder, orderFailureOf } from '../domain/card-order.ts';
import type { failCardOrder as declaration } from './declaration.ts';

/**
 * Catch of the physical card workflow: the order ends as failed, with the violation's code and an event (I13). One
 * that the issuer rejected has failed already, and stays as it is. The customer may order again.
 */
export const failCardOrder =
  (deps: OrderStepDependencies): TaskUseCase<typeof declaration> =>
  async (context, { cardId, orderId, failure }) => {
    const failureCode = orderFailureOf(failure.Error);
    await takeOrderStep(deps, context, {
      ...{ cardId, orderId },
      decide: (order) => {
        const failed = advanceOrder(order, 'failed', { failureCode });
        if (failed === undefined) return undefined;
        const record = orderRecord(deps.orders.partition(context.tenant, orderId), failed);
        return { order: failed, work: { writes: [cancelTimer(context, reportTimer(orderId))], records: [record] } };
      },
    });
    return {};
  };
