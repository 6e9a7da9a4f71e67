import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { noDelivery, presentDelivery } from '../delivery-schemas.ts';
import type { DeliverySubject } from '../delivery-subject.ts';
import { findPlastic } from '../delivery-subject.ts';
import type { CardOrderStore } from '../ports/card-order-store.ts';
import type { getDelivery as declaration } from './declaration.ts';

/** Shows the delivery of a card (AL-22 to AL-24, AL-26); a virtual one has none. */
export const getDelivery =
  (deps: DeliverySubject & { readonly orders: CardOrderStore }): HttpUseCase<typeof declaration> =>
  async ({ context, params: { cardId } }) => {
    const order = await findPlastic(deps, context, cardId);
    if (order === undefined) return noDelivery(cardId);
    return presentDelivery(order, await deps.orders.log(context.tenant, cardId));
  };
