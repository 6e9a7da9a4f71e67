import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { CardOrdering } from '../ports/card-ordering.ts';
import type { orderPhysicalCard as declaration } from './declaration.ts';

interface Dependencies {
  readonly ordering: CardOrdering;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Orders a physical card (AN-02, AN-58).
 *
 * In: a verified customer's balance and where to send the card. Out: the ids that the card and its order will have.
 * 1. Check the prerequisites, the same as of a virtual card (AN-03).
 * 2. Commit the order, its record `card.requested` and the idempotency key together; the record starts the workflow.
 */
export const orderPhysicalCard =
  ({ ordering, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { customerId }, body }) => {
    const { cardId, orderId, work } = await ordering.prepare(context, { customerId, ...body });
    return unitOfWork.commit(context, work, { cardId, orderId, status: 'requested' as const });
  };
