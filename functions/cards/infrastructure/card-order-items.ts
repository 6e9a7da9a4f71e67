import * as z from 'zod';
import { defineItem, instant, wholeNumber } from '../../kernel/persistence/item.ts';
import { networks } from '../domain/card.ts';
import { cardOrderKinds, cardOrderStatuses } from '../domain/card-order.ts';
import { deliveredItems, deliveryLayers, deliverySettlements, deliveryStatuses } from '../domain/delivery.ts';

const storedAddress = z.object({
  line1: z.string(),
  line2: z.string().optional(),
  city: z.string(),
  state: z.string(),
  postalCode: z.string(),
  country: z.string(),
});

export const cardOrderItem = defineItem({
  name: 'card_order',
  subdomain: 'cards',
  summary:
    'The newest order of a plastic for a card; the address only until the delivery is closed or the order failed.',
  keys: { pk: 'T#<tenantId>#CARD#<cardId>', sk: 'ORDER' },
  schema: z.object({
    orderId: z.string(),
    cardId: z.string(),
    kind: z.enum(cardOrderKinds),
    customerId: z.string(),
    balanceId: z.string(),
    network: z.enum(networks),
    displayName: z.string(),
    status: z.enum(cardOrderStatuses),
    delivery: z.enum(deliveryStatuses),
    deliveryAddress: storedAddress.optional(),
    externalId: z.string().optional(),
    delayedSince: instant.optional(),
    settlement: z.enum(deliverySettlements).optional(),
    checkAt: instant.optional(),
    reminders: wholeNumber.optional(),
    failureCode: z.string().optional(),
    createdAt: instant,
    sequence: wholeNumber,
  }),
});

export const orderWaiterItem = defineItem({
  name: 'card_order_waiter',
  subdomain: 'cards',
  summary: 'A workflow that waits for the report of an order, or for the end of its delivery.',
  keys: { pk: 'T#<tenantId>#CARD_ORDER#<orderId>', sk: 'WAITER#<report or delivery>' },
  schema: z.object({ taskToken: z.string() }),
});

export const deliveryEventItem = defineItem({
  name: 'delivery_event',
  subdomain: 'cards',
  summary: 'One word of the issuer or a carrier on a plastic or its PIN mailer; append-only.',
  keys: { pk: 'T#<tenantId>#CARD#<cardId>', sk: 'DELIVERY#<eventId>' },
  schema: z.object({
    eventId: z.string(),
    orderId: z.string(),
    deliveredItem: z.enum(deliveredItems),
    layer: z.enum(deliveryLayers),
    status: z.enum(deliveryStatuses),
    raw: z.string().optional(),
    carrier: z.string().optional(),
    trackingNumber: z.string().optional(),
    at: instant,
  }),
});
