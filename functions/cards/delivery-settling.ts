import { ConcurrentChange, InvalidState } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import { cancelTimer } from '../kernel/timers/timer-intents.ts';
import { prepareOrder } from './card-ordering.ts';
import { deliveryCheck, deliveryTimer } from './delivery-check.ts';
import { deliverySettled } from './domain/card-order-events.ts';
import type { CardOrder } from './domain/card-order.ts';
import { noteOnOrder } from './domain/card-order.ts';
import { requireRenewable } from './domain/card-secrecy.ts';
import type { Card } from './domain/card.ts';
import type { DeliveryIncident } from './domain/delivery-incident.ts';
import { nextCheck } from './domain/delivery-follow-up.ts';
import type { PostalAddress } from './domain/postal-address.ts';
import type { CardOrderStore } from './ports/card-order-store.ts';

export interface SettlingDependencies {
  readonly orders: CardOrderStore;
  readonly ids: Parameters<typeof prepareOrder>[0]['ids'];
}

/** What an incident was about, as it is now. */
export interface Settling {
  readonly order: CardOrder | undefined;
  readonly card: Card | undefined;
  readonly incident: DeliveryIncident;
}

const nothing: Work = { writes: [], records: [] };

/**
 * What an incident that ends without a new plastic does to the delivery: it is over, so that nobody is reminded of it.
 * Nothing where the order was replaced, or was never linked.
 */
export const settleDelivery = (
  { orders }: SettlingDependencies,
  context: OperationContext,
  { order, incident, settlement }: Settling & { readonly settlement: 'found' | 'replaced' },
): Work => {
  if (order?.orderId !== incident.orderId || order.status !== 'linked') return nothing;
  const noted = noteOnOrder(order, { settlement });
  const settled = noted.checkAt === undefined ? noted : { ...noted, checkAt: nextCheck(noted, context.clock.now()) };
  return {
    writes: [orders.replace(context.tenant, settled), ...deliveryCheck(context, settled)],
    records: [deliverySettled(orders.partition(context.tenant, order.orderId), settled, settlement)],
  };
};

/** @throws InvalidState for a plastic that cannot be sent again */
const requireReshippable = ({
  order,
  card,
  incident,
}: Settling): { readonly order: CardOrder; readonly card: Card } => {
  if (order === undefined || card === undefined) throw new InvalidState('The card is not there yet.');
  if (order.orderId !== incident.orderId) throw new InvalidState('Another plastic of this card was ordered meanwhile.');
  if (order.status !== 'linked') throw new InvalidState('The plastic is not linked yet.');
  requireRenewable(card);
  return { order, card };
};

/**
 * Has a plastic sent again (AL-25): a new order for the same card takes the place of the incident's, and its workflow
 * places it at the issuer, under its own reference. The log of the earlier one stays.
 * @throws InvalidState; ConcurrentChange when the order has changed meanwhile
 */
export const reshipPlastic = (
  { orders, ids }: SettlingDependencies,
  context: OperationContext,
  settling: Settling & { readonly address: PostalAddress | undefined },
): { readonly newOrderId: string; readonly work: Work } => {
  const { order: before, card } = requireReshippable(settling);
  const { tenant } = context;
  const deliveryAddress = settling.address ?? before.deliveryAddress;
  if (deliveryAddress === undefined) throw new InvalidState('The address is forgotten: send the deliveryAddress.');
  const { cardId, customerId, balanceId, network, displayName } = card;
  const wanted = { cardId, kind: 'plastic', customerId, balanceId, network, displayName, deliveryAddress } as const;
  const { order, work } = prepareOrder({ orders, ids }, context, { wanted, before });
  // A word of the carrier that comes in between is no second order: decide again.
  const writes = work.writes.map((write) =>
    write.label === 'card_order' ? { ...write, refused: () => new ConcurrentChange(before.orderId) } : write,
  );
  const settled = noteOnOrder(before, { settlement: 'reshipped' });
  const record = deliverySettled(orders.partition(tenant, before.orderId), settled, 'reshipped');
  return {
    newOrderId: order.orderId,
    work: {
      writes: [...writes, cancelTimer(context, deliveryTimer(before.orderId))],
      records: [record, ...work.records],
    },
  };
};
