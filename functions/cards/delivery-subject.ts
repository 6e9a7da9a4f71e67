import type { OperationContext } from '../kernel/operation/context.ts';
import { isVisible } from '../kernel/operation/visibility.ts';
import { cardNotFound } from './domain/card-errors.ts';
import type { CardOrder } from './domain/card-order.ts';
import type { CardOrders } from './ports/card-orders.ts';
import type { CardStore } from './ports/card-store.ts';

export interface DeliverySubject {
  readonly cards: Pick<CardStore, 'find'>;
  readonly orders: CardOrders;
}

/**
 * The order of a card's plastic, also before the card itself is there; undefined for a virtual card.
 * @throws card_not_found also for a card that was removed, or that is another customer's
 */
export const findPlastic = async (
  { cards, orders }: DeliverySubject,
  context: OperationContext,
  cardId: string,
): Promise<CardOrder | undefined> => {
  const order = await orders.find(context.tenant, cardId);
  const isYetToCome = order?.kind === 'card' && order.status !== 'linked';
  const subject = isYetToCome ? order : await cards.find(context.tenant, cardId);
  if (subject === undefined || !isVisible(context, subject)) throw cardNotFound();
  return order;
};
