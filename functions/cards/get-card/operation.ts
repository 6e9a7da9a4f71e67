import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import { presentCard, presentOrdered } from '../answers.ts';
import { cardNotFound } from '../domain/card-errors.ts';
import type { CardOrders } from '../ports/card-orders.ts';
import type { CardReplacements } from '../ports/card-replacements.ts';
import type { CardStore } from '../ports/card-store.ts';
import type { getCard as declaration } from './declaration.ts';

interface Dependencies {
  readonly cards: Pick<CardStore, 'findEvenRemoved'>;
  readonly orders: CardOrders;
  readonly replacements: Pick<CardReplacements, 'find'>;
}

/**
 * Shows a card: first six and last four digits, never the PAN. A plastic that is not linked yet has no card, and is
 * shown by its order.
 */
export const getCard =
  ({ cards, orders, replacements }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId } }) => {
    const card = await cards.findEvenRemoved(context.tenant, cardId);
    if (card !== undefined) {
      if (card.removedAt !== undefined || !isVisible(context, card)) throw cardNotFound();
      return presentCard(card);
    }
    const order = await orders.find(context.tenant, cardId);
    if (order === undefined || !isVisible(context, order)) throw cardNotFound();
    return presentOrdered(order, await replacements.find(context.tenant, cardId));
  };
