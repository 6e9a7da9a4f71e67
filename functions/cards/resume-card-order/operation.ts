import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { WorkflowEngine } from '../../kernel/platform/platform.ts';
import { answerDelivery, answerOrder } from '../order-answer.ts';
import { orderEvent } from '../order-schemas.ts';
import type { OrderWaiters } from '../ports/card-order-store.ts';
import type { CardOrders } from '../ports/card-orders.ts';
import type { resumeCardOrder as declaration } from './declaration.ts';

interface Dependencies {
  readonly orders: CardOrders;
  readonly reports: OrderWaiters;
  readonly deliveries: OrderWaiters;
  readonly workflows: WorkflowEngine;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/**
 * Answers the tokens that wait for the order of the event: for its report, or for the end of its delivery. Nobody
 * waiting is no error: the event came before the token was there, and the step that leaves it looks for itself. An
 * order that a newer one has replaced is over, and so is its delivery.
 */
export const resumeCardOrder =
  ({ orders, reports, deliveries, workflows, contextOf }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const context = await contextOf(detail.tenantId, messageId);
    const { tenant } = context;
    const { cardId } = orderEvent.parse(detail.data);
    const orderId = detail.resource.id;
    const [forReport, forDelivery] = await Promise.all([
      reports.waiter(tenant, orderId),
      deliveries.waiter(tenant, orderId),
    ]);
    const order = await orders.find(tenant, cardId);
    if (forReport !== undefined && order?.orderId === orderId) {
      await answerOrder({ waiters: reports, workflows }, context, { order, taskToken: forReport });
    }
    if (forDelivery !== undefined) {
      const waiting = { order, orderId, taskToken: forDelivery };
      await answerDelivery({ waiters: deliveries, workflows }, context, waiting);
    }
  };
