import type { TaskUseCase } from '../../kernel/operation/task-operation.ts';
import type { LinkingDependencies } from '../card-linking.ts';
import { linkAtIssuer, prepareLink } from '../card-linking.ts';
import type { OrderStepDependencies } from '../card-order-steps.ts';
import { loadOrder, takeOrderStep } from '../card-order-steps.ts';
import { deliveryCheck } from '../delivery-check.ts';
import { orderRecord } from '../domain/card-order-events.ts';
import { advanceOrder } from '../domain/card-order.ts';
import { nextCheck } from '../domain/delivery-follow-up.ts';
import type { linkCard as declaration } from './declaration.ts';

/**
 * Second step of the physical card workflow (AN-61, AN-63); what follows is the plastic's way to its holder.
 *
 * 1. Have the issuer link the plastic to the card of our id: a repeated step gets the same card.
 * 2. Commit the card, its place on the balance and the linked order in one transaction; from now on the card is listed
 *    and can be activated. A plastic for a card that works already changes its type and nothing else.
 */
export const linkCard =
  (deps: OrderStepDependencies & LinkingDependencies): TaskUseCase<typeof declaration> =>
  async (context, { cardId, orderId }) => {
    const order = await loadOrder(deps, context, { cardId, orderId });
    if (advanceOrder(order, 'linked') === undefined) return {};
    const linked = await linkAtIssuer(deps, context, order);
    await takeOrderStep(deps, context, {
      ...{ cardId, orderId },
      decide: async (now) => {
        const advanced = advanceOrder(now, 'linked');
        if (advanced === undefined) return undefined;
        const changed = { ...advanced, checkAt: nextCheck(advanced, context.clock.now()) };
        const { writes, records } = await prepareLink(deps, context, { order: now, linked });
        const record = orderRecord(deps.orders.partition(context.tenant, orderId), changed);
        const work = { writes: [...writes, ...deliveryCheck(context, changed)], records: [record, ...records] };
        return { order: changed, work };
      },
    });
    return {};
  };
