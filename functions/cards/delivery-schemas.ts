import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { CardOrder } from './domain/card-order.ts';
import type { DeliveryEvent } from './domain/delivery.ts';
import { deliveredItems, deliveryLayers, deliveryStatus, deliveryStatuses, inOrder } from './domain/delivery.ts';

const deliveryEvent = z
  .object({
    eventId: z.string(),
    /** Whose plastic: a card may be sent again, by another order. */
    orderId: z.string(),
    item: z.enum(deliveredItems),
    layer: z.enum(deliveryLayers),
    status: z.enum(deliveryStatuses),
    /** The provider's own word, where it is not ours. */
    raw: z.string().optional(),
    carrier: z.string().optional(),
    trackingNumber: z.string().optional(),
    at: timestamp,
  })
  .meta({ id: 'DeliveryEvent' });

/** Where the newest plastic and its PIN mailer are, with every word on all plastics of the card, oldest first. */
export const deliveryAnswer = z
  .object({
    cardId: z.string(),
    status: z.enum(['not_applicable', ...deliveryStatuses]),
    pinMailer: z.object({ status: z.enum(['not_applicable', ...deliveryStatuses]) }),
    events: z.array(deliveryEvent),
  })
  .meta({ id: 'Delivery' });

/** Of a virtual card (AL-22). */
export const noDelivery = (cardId: string): z.input<typeof deliveryAnswer> => ({
  cardId,
  status: 'not_applicable',
  pinMailer: { status: 'not_applicable' },
  events: [],
});

const present = ({ eventId, orderId, item, layer, status, raw, carrier, trackingNumber, at }: DeliveryEvent) => ({
  ...{ eventId, orderId, item, layer, status, at: toTimestamp(at) },
  ...(raw === undefined ? {} : { raw }),
  ...(carrier === undefined ? {} : { carrier }),
  ...(trackingNumber === undefined ? {} : { trackingNumber }),
});

/** @param events the log, in any order */
export const presentDelivery = (
  { cardId, orderId }: Pick<CardOrder, 'cardId' | 'orderId'>,
  events: readonly DeliveryEvent[],
): z.input<typeof deliveryAnswer> => ({
  cardId,
  status: deliveryStatus(events, { orderId, item: 'card' }) ?? 'ordered',
  pinMailer: { status: deliveryStatus(events, { orderId, item: 'pin_mailer' }) ?? 'not_applicable' },
  events: inOrder(events).map(present),
});
