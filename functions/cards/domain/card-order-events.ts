import type { RecordDraft } from '../../kernel/events/record.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { CardOrder, CardOrderStatus } from './card-order.ts';
import type { DeliveryEvent } from './delivery.ts';

/** Of a card that is yet to come, or of a plastic for one that is there: `card.requested`, `card.plastic_requested`. */
const ownEvents: Readonly<Record<CardOrder['kind'], Readonly<Record<'requested' | 'failed', string>>>> = {
  card: { requested: 'card.requested', failed: 'card.failed' },
  plastic: { requested: 'card.plastic_requested', failed: 'card.plastic_failed' },
};

/** Events that begin an order's workflow, and those that its waiting step is answered by. */
export const orderRequestedEvents = ['card.requested', 'card.plastic_requested'] as const;
export const orderReportedEvents = ['card_order.produced', 'card.failed', 'card.plastic_failed'] as const;

const eventOf = ({ kind }: CardOrder, status: CardOrderStatus): string =>
  status === 'requested' || status === 'failed' ? ownEvents[kind][status] : `card_order.${status}`;

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

/** A word of the carrier. The provider's own text and the tracking number stay in the log (AL-24). */
export const deliveryReported = (partition: string, order: CardOrder, event: DeliveryEvent): RecordDraft =>
  recordOf(partition, order, {
    type: 'delivery.reported',
    data: { ...facts(order), item: event.item, reported: event.status, at: toTimestamp(event.at) },
  });
