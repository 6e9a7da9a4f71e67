import { Temporal } from 'temporal-polyfill';

/** States of a delivery (domain.md 2.5), each with its rank: of two words of one moment the higher one counts. */
const ranks = {
  unknown: 0,
  ordered: 1,
  in_production: 2,
  produced: 3,
  shipped: 4,
  in_transit: 5,
  delivery_issue: 6,
  returning: 7,
  returned: 8,
  delivered: 9,
  rejected: 10,
  cancelled: 11,
} as const;

export type DeliveryStatus = keyof typeof ranks;

export const deliveryStatuses = [
  'unknown',
  'ordered',
  'in_production',
  'produced',
  'shipped',
  'in_transit',
  'delivery_issue',
  'returning',
  'returned',
  'delivered',
  'rejected',
  'cancelled',
] as const satisfies readonly DeliveryStatus[];

/** How an incident ends a delivery (domain.md 2.5): the plastic turned up, or another one takes its place. */
export const deliverySettlements = ['found', 'reshipped', 'replaced'] as const;
export type DeliverySettlement = (typeof deliverySettlements)[number];

/** Which word came from where: the order report, the shipment, or the carrier on its way. */
export const deliveryLayers = ['order', 'shipment', 'carrier'] as const;
export type DeliveryLayer = (typeof deliveryLayers)[number];

/** The plastic and the letter with its PIN travel apart. */
export const deliveredItems = ['card', 'pin_mailer'] as const;
export type DeliveredItem = (typeof deliveredItems)[number];

/** One word of the issuer or of a carrier; never changed, and kept even when it is not understood (AL-24, AL-26). */
export interface DeliveryEvent {
  /** The provider's: the same word told twice is one event. */
  readonly eventId: string;
  /** Whose plastic it speaks of: a card may be sent again, by another order. */
  readonly orderId: string;
  readonly item: DeliveredItem;
  readonly layer: DeliveryLayer;
  readonly status: DeliveryStatus;
  /** The provider's own word, where it is none that is known. */
  readonly raw?: string | undefined;
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  /** By the provider's clock. */
  readonly at: Temporal.Instant;
}

/** Words of issuers and carriers that mean a state of ours. */
const known: ReadonlyMap<string, { readonly status: DeliveryStatus; readonly layer: DeliveryLayer }> = new Map([
  ['created', { status: 'ordered', layer: 'order' }],
  ['ordered', { status: 'ordered', layer: 'order' }],
  ['processing', { status: 'in_production', layer: 'order' }],
  ['in_production', { status: 'in_production', layer: 'order' }],
  ['produced', { status: 'produced', layer: 'order' }],
  ['rejected', { status: 'rejected', layer: 'order' }],
  ['cancelled', { status: 'cancelled', layer: 'order' }],
  ['shipped', { status: 'shipped', layer: 'shipment' }],
  ['returned', { status: 'returned', layer: 'shipment' }],
  ['in_transit', { status: 'in_transit', layer: 'carrier' }],
  ['processed_for_delivery', { status: 'in_transit', layer: 'carrier' }],
  ['delivery_issue', { status: 'delivery_issue', layer: 'carrier' }],
  ['returning', { status: 'returning', layer: 'carrier' }],
  ['delivered', { status: 'delivered', layer: 'carrier' }],
]);

/** What a provider's word means; one that is not known stays as it came and counts as `unknown`. */
export const readDeliveryWord = (word: string): Pick<DeliveryEvent, 'status' | 'layer' | 'raw'> => {
  const meaning = known.get(word);
  if (meaning === undefined) return { status: 'unknown', layer: 'carrier', raw: word };
  return meaning.status === word ? meaning : { ...meaning, raw: word };
};

const made = ({ layer }: DeliveryEvent): number => (layer === 'order' ? 0 : 1);

/** By the provider's clock; at one moment the making before the way, and by rank: the same however the words came in. */
const inTime = (a: DeliveryEvent, b: DeliveryEvent): number =>
  Temporal.Instant.compare(a.at, b.at) ||
  made(a) - made(b) ||
  ranks[a.status] - ranks[b.status] ||
  (a.eventId < b.eventId ? -1 : 1);

/** The log, oldest first. */
export const inOrder = (events: readonly DeliveryEvent[]): readonly DeliveryEvent[] => events.toSorted(inTime);

/**
 * Which of two words counts. What travels is made already, so a word about the way counts more than one about the
 * making, whichever is later; of the making the furthest counts, of the way the latest by the provider's clock.
 */
const byWeight = (a: DeliveryEvent, b: DeliveryEvent): number =>
  made(a) - made(b) || (made(a) === 0 ? ranks[a.status] - ranks[b.status] : 0) || inTime(a, b);

/** How far an item of an order is. Undefined before the first word of it. */
export const deliveryStatus = (
  events: readonly DeliveryEvent[],
  { orderId, item }: Pick<DeliveryEvent, 'orderId' | 'item'>,
): DeliveryStatus | undefined =>
  events
    .filter((event) => event.orderId === orderId && event.item === item)
    .toSorted(byWeight)
    .at(-1)?.status;
