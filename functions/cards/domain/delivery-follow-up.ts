import type { Temporal } from 'temporal-polyfill';
import type { CardOrder } from './card-order.ts';
import { noteOnOrder } from './card-order.ts';

/** `lost`: something else takes the place of this plastic. */
export type DeliveryEnd = 'delivered' | 'returned' | 'lost';

/** Domestic post takes a week at most; a plastic that is not there three days later is worth a question. */
const overdueDays = 10;
const remindAgainDays = 7;
/** The first reminder and three more. Who has not acted by then will not act on a fifth. */
const mostReminders = 4;
/** Holders may say for as long that it never came; then nobody needs the address any more. */
const closeDays = 30;

const hoursOfDay = 24;

const inDays = (now: Temporal.Instant, days: number): Temporal.Instant => now.add({ hours: days * hoursOfDay });

/**
 * How the delivery ended, as far as is known; undefined while the plastic may be on its way. A resolved incident counts
 * more than the carrier's word.
 */
export const deliveryEnd = ({ delivery, settlement }: CardOrder): DeliveryEnd | undefined => {
  if (settlement !== undefined) return settlement === 'found' ? 'delivered' : 'lost';
  return delivery === 'delivered' || delivery === 'returned' ? delivery : undefined;
};

/** When a delivery that has just been linked, or has just ended, is looked at next. */
export const nextCheck = (order: CardOrder, now: Temporal.Instant): Temporal.Instant =>
  inDays(now, deliveryEnd(order) === undefined ? overdueDays : closeDays);

/** The delivery is followed no longer, and where it went is forgotten. */
const closed = (order: CardOrder): CardOrder => {
  const { deliveryAddress: _address, checkAt: _checkAt, ...kept } = order;
  return noteOnOrder(kept, {});
};

/** The order after a look at its delivery that was due: told once more that it is overdue, or closed. */
export const checked = (
  order: CardOrder,
  now: Temporal.Instant,
): { readonly order: CardOrder; readonly became: 'overdue' | 'closed' } => {
  const reminders = (order.reminders ?? 0) + 1;
  if (deliveryEnd(order) !== undefined || reminders > mostReminders) return { order: closed(order), became: 'closed' };
  const checkAt = inDays(now, reminders === mostReminders ? closeDays : remindAgainDays);
  return { order: noteOnOrder(order, { reminders, checkAt }), became: 'overdue' };
};
