import type { CardOrders } from '../cards/ports/card-orders.ts';
import type { CardStore } from '../cards/ports/card-store.ts';
import { InvalidState, NotFound } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import { orderReference } from './network-refusals.ts';
import type { PlasticStory, TwinPlastics } from './ports/twin-plastics.ts';

export interface PlasticDependencies {
  readonly cards: Pick<CardStore, 'find'>;
  readonly orders: CardOrders;
  readonly twin: TwinPlastics;
}

/**
 * Has the twin play what happens to a card's plastic, once per Idempotency-Key; the effect comes by the issuer's
 * webhook, shortly before or after the answer.
 * @returns when it happened, RFC 3339
 * @throws card_not_found; invalid_state for a card without a plastic, and for what cannot happen any more
 */
export const playPlastic = async (
  { cards, orders, twin }: PlasticDependencies,
  context: OperationContext,
  { cardId, ...story }: { readonly cardId: string } & Omit<PlasticStory, 'reference' | 'orderReference'>,
): Promise<string> => {
  const { tenant } = context;
  const order = await orders.find(tenant, cardId);
  if (order === undefined) {
    if ((await cards.find(tenant, cardId)) === undefined) throw new NotFound('card_not_found');
    throw new InvalidState('No plastic of this card was ordered.');
  }
  const named = { reference: orderReference(context), orderReference: order.orderId };
  const told = await twin.tellPlastic(tenant, { ...named, ...story });
  if (told === 'status_not_allowed') throw new InvalidState('This cannot happen to the plastic any more.');
  return told.at;
};
