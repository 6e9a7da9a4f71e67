import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import { answerDelivery } from '../order-answer.ts';
import type { OrderWaiters } from '../ports/card-order-store.ts';
import type { CardOrders } from '../ports/card-orders.ts';
import type { awaitDelivery as declaration } from './declaration.ts';

interface Dependencies {
  readonly orders: CardOrders;
  readonly waiters: OrderWaiters;
  readonly workflows: WorkflowEngine;
}

/**
 * Last step of the physical card workflow (AN-61): the card is there and may be used, its plastic is on its way.
 *
 * In: the order and the token of the waiting execution. Out: nothing; the token is answered now or later.
 * Leaves the token with the order, then looks at the order: its delivery may have ended before the token was there.
 * Then this token is answered here, whoever else answers it too.
 */
export const awaitDelivery =
  ({ orders, ...deps }: Dependencies): TaskUseCase<typeof declaration> =>
  async (context, { cardId, orderId, taskToken }) => {
    await deps.waiters.wait(context.tenant, orderId, taskToken);
    const order = await orders.find(context.tenant, cardId);
    await answerDelivery(deps, context, { order, orderId, taskToken });
    return {};
  };
