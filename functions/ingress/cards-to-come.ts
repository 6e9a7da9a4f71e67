import type { CardOrders } from '../cards/ports/card-orders.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { ReferenceOwner } from '../kernel/persistence/provider-reference.ts';
import type { CardsToCome } from './ports/cards-to-come.ts';

interface Dependencies {
  readonly orders: CardOrders;
  readonly findOwner: (space: 'issuer-card-order', reference: string) => Promise<ReferenceOwner | undefined>;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/** Some issuers make the card with the order of its plastic and speak of both by one id. */
export const cardsToCome = ({ orders, findOwner, contextOf }: Dependencies): CardsToCome => ({
  find: async (reference, requestId) => {
    const owner = await findOwner('issuer-card-order', reference);
    if (owner === undefined) return undefined;
    const { tenant } = await contextOf(owner.tenantId, requestId);
    const order = await orders.find(tenant, owner.resourceId);
    return order === undefined || order.status === 'produced' || order.status === 'linked' ? undefined : owner;
  },
});
