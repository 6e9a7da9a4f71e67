import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import { tellIssuer } from './card-restricting.ts';
import type { Card, OpenReplacement } from './domain/card.ts';
import { isOpen } from './domain/card.ts';
import { awaiting, replacementRequested } from './domain/card-replacement.ts';
import type { CardStatusDependencies } from './issuer-asking.ts';
import type { CardOrders } from './ports/card-orders.ts';
import type { CardStore } from './ports/card-store.ts';

interface Dependencies {
  readonly cards: CardStore;
  readonly orders: CardOrders;
}

/** Whether a replacement is still on its way; one that failed, or ended before anybody used it, is none. */
export const hasOpenReplacement = async (
  { cards, orders }: Dependencies,
  { tenant }: OperationContext,
  { replacement }: Card,
): Promise<boolean> => {
  if (replacement === undefined) return false;
  const made = await cards.findEvenRemoved(tenant, replacement.cardId);
  if (made !== undefined) return isOpen(made);
  const order = await orders.find(tenant, replacement.cardId);
  return order !== undefined && order.status !== 'failed';
};

/** Notes on a card that a replacement is on its way; until that is in use nothing else of the card changes. */
export const awaitingWork = (
  { cards }: Pick<Dependencies, 'cards'>,
  { tenant }: OperationContext,
  { card, replacement }: { readonly card: Card; readonly replacement: OpenReplacement },
): Work => {
  const after = awaiting(card, replacement);
  const record = replacementRequested(cards.partition(tenant, card.cardId), after, replacement);
  return { writes: [cards.replace(tenant, after)], records: [record] };
};

/** Tells the issuer of the lock of a card that was replaced; the timer does it where this does not come to it. */
export const tellOfReplaced = async (
  deps: CardStatusDependencies,
  context: OperationContext,
  cardId: string,
): Promise<void> => {
  const card = await deps.cards.findEvenRemoved(context.tenant, cardId);
  if (card !== undefined) await tellIssuer(deps, context, card);
};
