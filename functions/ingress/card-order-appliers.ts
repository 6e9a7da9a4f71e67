import type { CardOrderReports } from '../cards/ports/card-order-reports.ts';
import { fromTimestamp } from '../kernel/time/clock.ts';
import { cardDeliveryData, cardOrderStatusData } from './event-schemas.ts';
import { eventSpaces } from './event-spaces.ts';
import type { EventApplier } from './ports/event-applier.ts';

const orderStatus = (reports: CardOrderReports): EventApplier => ({
  space: eventSpaces['card.order_status'],
  apply: async (context, cardId, { eventId, reference, occurredAt, data }) => {
    const read = cardOrderStatusData.safeParse(data);
    if (!read.success) return 'not_understood';
    const word = { eventId, orderId: reference, item: 'card', word: read.data.status } as const;
    return reports.apply(context, cardId, { ...word, at: fromTimestamp(occurredAt) });
  },
});

/** The carrier's own event id counts where there is one: the same scan may reach us by two events of the issuer. */
const delivery = (reports: CardOrderReports): EventApplier => ({
  space: eventSpaces['card.delivery'],
  apply: async (context, cardId, event) => {
    const read = cardDeliveryData.safeParse(event.data);
    if (!read.success) return 'not_understood';
    const { eventId = event.eventId, status: word, at, ...data } = read.data;
    const named = { ...data, eventId, orderId: event.reference };
    return reports.apply(context, cardId, { ...named, word, at: fromTimestamp(at) });
  },
});

/** Events about plastics that were ordered. */
export const cardOrderAppliers = (
  reports: CardOrderReports,
): Readonly<Record<'card.order_status' | 'card.delivery', EventApplier>> => ({
  'card.order_status': orderStatus(reports),
  'card.delivery': delivery(reports),
});
