import * as z from 'zod';
import { timestamp } from '../kernel/http/schemas.ts';
import { toTimestamp } from '../kernel/time/clock.ts';
import type { DeliveryEvent } from './domain/delivery.ts';
import { deliveredItems, deliveryLayers, deliveryStatus, deliveryStatuses, inOrder } from './domain/delivery.ts';

const deliveryEvent = z
  .object({
    eventId: z.string(),
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

/** Where a plastic and its PIN mailer are, with every word that was said of them, oldest first. */
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

const present = ({ eventId, item, layer, status, raw, carrier, trackingNumber, at }: DeliveryEvent) => ({
  ...{ eventId, item, layer, status, at: toTimestamp(at) },
  ...(raw === undefined ? {} : { raw }),
  ...(carrier === undefined ? {} : { carrier }),
  ...(trackingNumber === undefined ? {} : { trackingNumber }),
});

/** @param events the log, in any order */
export const presentDelivery = (cardId: string, events: readonly DeliveryEvent[]): z.input<typeof deliveryAnswer> => ({
  cardId,
  status: deliveryStatus(events, 'card') ?? 'ordered',
  pinMailer: { status: deliveryStatus(events, 'pin_mailer') ?? 'not_applicable' },
  events: inOrder(events).map(present),
});
