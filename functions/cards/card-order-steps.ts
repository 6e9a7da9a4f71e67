import { ConcurrentChange, TemporarilyUnavailable } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork, Work } from '../kernel/persistence/unit-of-work.ts';
import { orderNotFound } from './domain/card-order-errors.ts';
import type { CardOrder } from './domain/card-order.ts';
import type { CardOrderStore } from './ports/card-order-store.ts';

export interface OrderStepDependencies {
  readonly orders: CardOrderStore;
  readonly unitOfWork: UnitOfWork;
}

/** Which order: a card has one at a time, and what a run does for an earlier one must not touch the newest. */
export interface OrderName {
  readonly cardId: string;
  readonly orderId: string;
}

/** @throws card_order_not_found also when a newer order has taken its place */
export const loadOrder = async (
  { orders }: Pick<OrderStepDependencies, 'orders'>,
  { tenant }: OperationContext,
  { cardId, orderId }: OrderName,
): Promise<CardOrder> => {
  const order = await orders.find(tenant, cardId);
  if (order?.orderId !== orderId) throw orderNotFound();
  return order;
};

/** The order's next version with all that is committed with it. */
export interface OrderStep {
  readonly order: CardOrder;
  readonly work: Work;
}

const maxAttempts = 5;

/**
 * Takes one step of an order in one transaction. Reports, timers and the workflow's own runs meet here: who comes
 * second decides again on what the first has left.
 * @param decide called anew after somebody else's change; undefined: there is nothing to do
 * @returns the order after the step
 * @throws card_order_not_found; temporarily_unavailable when others kept coming first
 */
export const takeOrderStep = async (
  { orders, unitOfWork }: OrderStepDependencies,
  context: OperationContext,
  step: OrderName & { decide(order: CardOrder): Promise<OrderStep | undefined> | OrderStep | undefined },
): Promise<CardOrder> => {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const order = await loadOrder({ orders }, context, step);
    const decided = await step.decide(order);
    if (decided === undefined) return order;
    const writes = [orders.replace(context.tenant, decided.order), ...decided.work.writes];
    try {
      await unitOfWork.commit(context, { ...decided.work, writes }, undefined);
      return decided.order;
    } catch (error) {
      if (!(error instanceof ConcurrentChange)) throw error;
    }
  }
  throw new TemporarilyUnavailable();
};
