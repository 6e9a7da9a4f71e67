import type { RecordDraft } from '../../kernel/events/record.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { CardOrder, CardOrderStatus } from './card-order.ts';
import type { DeliveryEvent, DeliverySettlement } from './delivery.ts';

/** Of a card that is yet to come, or of a plastic for one that is there: `card.requested`, `card.plastic_requested`. */
const ownEvents: Readonly<Record<CardOrder['kind'], Readonly<Record<'requested' | 'failed', string>>>> = {
  card: { requested: 'card.requested', failed: 'card.failed' },
  plastic: { requested: 'card.plastic_requested', failed: 'card.plastic_failed' },
};

/** Events that begin an order's workflow, and those that its waiting steps are answered by. */
export const orderRequestedEvents = ['card.requested', 'card.plastic_requested'] as const;
export const orderReportedEvents = ['card_order.produced', 'card.failed', 'card.plastic_failed'] as const;
export const deliveryEndedEvents = ['delivery.delivered', 'delivery.returned', 'delivery.settled'] as const;

const orderEvents = {
  placed: 'card_order.placed',
  produced: 'card_order.produced',
  linked: 'card_order.linked',
} as const satisfies Readonly<Record<Exclude<CardOrderStatus, 'requested' | 'failed'>, string>>;

const eventOf = ({ kind }: CardOrder, status: CardOrderStatus): string =>
  status === 'requested' || status === 'failed' ? ownEvents[kind][status] : orderEvents[status];

/** What an event tells of an order; the address and the name are not in it. */
const facts = (order: CardOrder): Readonly<Record<string, unknown>> => ({
  orderId: order.orderId,
  cardId: order.cardId,
  customerId: order.customerId,
  balanceId: order.balanceId,
  status: order.status,
  delivery: order.delivery,
  ...(order.failureCode === undefined ? {} : { failureCode: order.failureCode }),
});

type Change = Pick<RecordDraft, 'type' | 'data'>;

const recordOf = (partition: string, order: CardOrder, change: Change): RecordDraft => ({
  resource: { type: 'card_order', id: order.orderId },
  partition,
  sequence: order.sequence,
  ...change,
});

/** The record of an order's new status; its first one starts the workflow. */
export const orderRecord = (partition: string, order: CardOrder, became: CardOrderStatus = order.status): RecordDraft =>
  recordOf(partition, order, { type: eventOf(order, became), data: facts(order) });

/** The personalisation takes longer than it may (AN-58). */
export const orderDelayed = (partition: string, order: CardOrder): RecordDraft =>
  recordOf(partition, order, { type: 'card_order.delayed', data: facts(order) });

/**
 * A word of the carrier; the one that ends the delivery has a name of its own. The provider's text and the tracking
 * number stay in the log (AL-24).
 * @param before the order before this word
 */
export const deliveryReported = (
  partition: string,
  order: CardOrder,
  { event, before }: { readonly event: DeliveryEvent; readonly before: CardOrder },
): RecordDraft => {
  const { delivery } = order;
  const isEnd = delivery !== before.delivery && (delivery === 'delivered' || delivery === 'returned');
  return recordOf(partition, order, {
    type: isEnd ? `delivery.${delivery}` : 'delivery.reported',
    data: { ...facts(order), item: event.item, reported: event.status, at: toTimestamp(event.at) },
  });
};

/** An incident has ended the delivery, whatever the carrier says. */
export const deliverySettled = (partition: string, order: CardOrder, settlement: DeliverySettlement): RecordDraft =>
  recordOf(partition, order, { type: 'delivery.settled', data: { ...facts(order), settlement } });

/** What a look at a delivery found: it takes too long, or nobody follows it any more. */
export const deliveryChecked = (partition: string, order: CardOrder, became: 'overdue' | 'closed'): RecordDraft =>
  recordOf(partition, order, {
    type: became === 'overdue' ? 'card.delivery_overdue' : 'delivery.closed',
    data: { ...facts(order), reminders: order.reminders ?? 0 },
  });
