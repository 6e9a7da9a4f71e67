import type { Temporal } from 'temporal-polyfill';
import type { RecordDraft } from '../kernel/events/record.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import { cancelTimer } from '../kernel/timers/timer-intents.ts';
import type { OrderStep, OrderStepDependencies } from './card-order-steps.ts';
import { takeOrderStep } from './card-order-steps.ts';
import { deliveryCheck } from './delivery-check.ts';
import { AlreadyLogged } from './domain/card-order-errors.ts';
import { deliveryReported, orderRecord } from './domain/card-order-events.ts';
import type { CardOrder } from './domain/card-order.ts';
import { advanceOrder, noteOnOrder } from './domain/card-order.ts';
import type { DeliveryEvent } from './domain/delivery.ts';
import { deliveryEnd, nextCheck } from './domain/delivery-follow-up.ts';
import { deliveryStatus, readDeliveryWord } from './domain/delivery.ts';
import type { CardOrderReports, DeliveryWord } from './ports/card-order-reports.ts';

/** What ends the waiting for the report, for good or ill. */
const advanced = (order: CardOrder, { item, layer, status }: DeliveryEvent): CardOrder | undefined => {
  if (item !== 'card' || layer !== 'order') return undefined;
  if (status === 'produced') return advanceOrder(order, 'produced');
  if (status === 'rejected') return advanceOrder(order, 'failed', { failureCode: 'personalization_rejected' });
  return status === 'cancelled' ? advanceOrder(order, 'failed', { failureCode: 'card_order_cancelled' }) : undefined;
};

/** The timer that pulls the report when it does not come by itself. */
export const reportTimer = (orderId: string) => ({ operation: 'checkCardOrder', key: orderId });

/** With a delivery that has ended the reminders end; that it is closed comes later. */
const noted = (order: CardOrder, delivery: CardOrder['delivery'], now: Temporal.Instant): CardOrder => {
  const told = noteOnOrder(order, { delivery });
  const hasEnded = delivery !== order.delivery && deliveryEnd(told) !== undefined;
  return hasEnded && told.checkAt !== undefined ? { ...told, checkAt: nextCheck(told, now) } : told;
};

const stepOf = (
  { orders }: OrderStepDependencies,
  context: OperationContext,
  { order, log, event }: { order: CardOrder; log: readonly DeliveryEvent[]; event: DeliveryEvent },
): OrderStep => {
  const { orderId } = order;
  const partition = orders.partition(context.tenant, orderId);
  const delivery = deliveryStatus([...log, event], { orderId, item: 'card' }) ?? order.delivery;
  const next = advanced({ ...order, delivery }, event);
  const append = orders.append(context.tenant, order.cardId, event);
  const step = (changed: CardOrder, record: RecordDraft, writes: readonly WriteIntent[]): OrderStep => ({
    order: changed,
    work: { writes: [append, ...writes], records: [record] },
  });
  if (next !== undefined) {
    return step(next, orderRecord(partition, next), [cancelTimer(context, reportTimer(orderId))]);
  }
  const changed = noted(order, delivery, context.clock.now());
  const record = deliveryReported(partition, changed, { event, before: order });
  return step(changed, record, changed.checkAt === order.checkAt ? [] : deliveryCheck(context, changed));
};

const readEvent = (
  { eventId, item, word, carrier, trackingNumber, at }: DeliveryWord,
  orderId: string,
): DeliveryEvent => ({
  ...{ eventId, orderId, item, at, ...readDeliveryWord(word) },
  ...(carrier === undefined ? {} : { carrier }),
  ...(trackingNumber === undefined ? {} : { trackingNumber }),
});

/** A stage of the order is reached once, whether its report was pulled or told of. */
const isTold = (known: DeliveryEvent, { eventId, orderId, item, layer, status }: DeliveryEvent): boolean =>
  known.eventId === eventId ||
  (layer === 'order' && known.orderId === orderId && known.item === item && known.status === status);

export const cardOrderReports = (deps: OrderStepDependencies): CardOrderReports => ({
  apply: async (context, cardId, word) => {
    const order = await deps.orders.find(context.tenant, cardId);
    // An order that is over and has been followed by another one has nothing to tell any more.
    if (order === undefined || (word.orderId !== order.orderId && word.orderId !== order.externalId)) {
      return 'not_allowed';
    }
    const { orderId } = order;
    const event = readEvent(word, orderId);
    const decide = async (now: CardOrder): Promise<OrderStep> => {
      const log = await deps.orders.log(context.tenant, cardId);
      if (log.some((known) => isTold(known, event))) throw new AlreadyLogged();
      return stepOf(deps, context, { order: now, log, event });
    };
    try {
      await takeOrderStep(deps, context, { cardId, orderId, decide });
    } catch (error) {
      if (error instanceof AlreadyLogged) return 'already';
      throw error;
    }
    return 'applied';
  },
});
