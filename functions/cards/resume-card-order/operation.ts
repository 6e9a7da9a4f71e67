import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import { answerOrder } from '../order-answer.ts';
import { orderEvent } from '../order-schemas.ts';
import type { OrderWaiters } from '../ports/card-order-store.ts';
import type { CardOrders } from '../ports/card-orders.ts';
import type { resumeCardOrder as declaration } from './declaration.ts';

interface Dependencies {
  readonly orders: CardOrders;
  readonly waiters: OrderWaiters;
  readonly workflows: WorkflowEngine;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/**
 * Answers the token that waits for the order of the event. Nobody waiting is no error: the report came before the
 * token was there, and the step that leaves it looks for itself. An order that a newer one has replaced is over.
 */
export const resumeCardOrder =
  ({ orders, contextOf, ...deps }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const context = await contextOf(detail.tenantId, messageId);
    const { cardId } = orderEvent.parse(detail.data);
    const orderId = detail.resource.id;
    const taskToken = await deps.waiters.waiter(context.tenant, orderId);
    const order = await orders.find(context.tenant, cardId);
    if (taskToken === undefined || order?.orderId !== orderId) return;
    await answerOrder(deps, context, { order, taskToken });
  };
