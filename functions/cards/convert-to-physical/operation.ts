import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { checkPrerequisites } from '../card-issuing.ts';
import type { OrderingDependencies } from '../card-ordering.ts';
import { prepareOrder } from '../card-ordering.ts';
import { cardNotFound } from '../domain/card-errors.ts';
import type { Card } from '../domain/card.ts';
import { presentOrder } from '../order-schemas.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { convertToPhysical as declaration } from './declaration.ts';

type Dependencies = Omit<OrderingDependencies, 'programs'> & {
  readonly cards: Pick<CardStore, 'find'>;
  readonly unitOfWork: UnitOfWork;
};

const requireConvertible = ({ type, status }: Card): void => {
  if (type === 'physical') throw new InvalidState('The card is physical already.');
  if (status !== 'active' && status !== 'inactive') throw new InvalidState(`The card is ${status}.`);
};

/**
 * Orders a plastic for a card that was virtual from the start: digital-first (D-06).
 *
 * In: where to send it. Out: the order.
 * 1. The card is the caller's, virtual and in order. That no plastic of it is under way is decided by the write, so that
 *    a repeat beside the first try hears the first answer; an order that failed may be followed by another one.
 * 2. Commit the order, its record `card.plastic_requested` and the idempotency key together. The card itself does not
 *    change: it works on, and becomes `physical` when its plastic is linked.
 */
export const convertToPhysical =
  ({ cards, unitOfWork, ...deps }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId }, body: { deliveryAddress } }) => {
    const card = await cards.find(context.tenant, cardId);
    if (card === undefined || !isVisible(context, card)) throw cardNotFound();
    requireConvertible(card);
    const before = await deps.orders.find(context.tenant, cardId);
    await checkPrerequisites(deps, context, card);
    const { customerId, balanceId, network, displayName } = card;
    const wanted = { cardId, kind: 'plastic', customerId, balanceId, network, displayName, deliveryAddress } as const;
    const { order, work } = prepareOrder(deps, context, { wanted, before });
    return unitOfWork.commit(context, work, presentOrder(order));
  };
