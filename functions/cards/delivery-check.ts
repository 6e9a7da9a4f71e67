import type { OperationContext } from '../kernel/operation/context.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import { scheduleTimer } from '../kernel/timers/timer-intents.ts';
import type { CardOrder } from './domain/card-order.ts';

/** The timer that looks at a delivery. */
export const deliveryTimer = (orderId: string) => ({ operation: 'checkDelivery', key: orderId });

/** The write that sets the timer of a delivery, or moves it, to the order's `checkAt`; none where nobody follows it. */
export const deliveryCheck = (
  context: OperationContext,
  { cardId, orderId, checkAt }: CardOrder,
): readonly WriteIntent[] =>
  checkAt === undefined
    ? []
    : [scheduleTimer(context, { ...deliveryTimer(orderId), dueAt: checkAt, payload: { cardId, orderId } })];
