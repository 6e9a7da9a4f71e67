import type { Temporal } from 'temporal-polyfill';
import type { DeliveryStatus } from './delivery.ts';
import type { Network } from './card.ts';
import type { PostalAddress } from './postal-address.ts';

/** How far an order is (AN-61); `delivered` and `failed` are its ends. */
export const cardOrderStatuses = ['requested', 'placed', 'produced', 'linked', 'delivered', 'failed'] as const;
export type CardOrderStatus = (typeof cardOrderStatuses)[number];

/**
 * A plastic that was ordered. Until it is linked it stands for a card that does not exist yet (`card`), or it is a
 * plastic for a card that has worked since before (`plastic`, D-06).
 */
export interface CardOrder {
  readonly orderId: string;
  readonly cardId: string;
  readonly kind: 'card' | 'plastic';
  readonly customerId: string;
  readonly balanceId: string;
  readonly network: Network;
  readonly displayName: string;
  readonly status: CardOrderStatus;
  /** The last word of the issuer and of the carrier (domain.md 2.5). */
  readonly delivery: DeliveryStatus;
  /** Absent when nobody needs it any more: the plastic arrived, or the order failed. */
  readonly deliveryAddress?: PostalAddress | undefined;
  /** The issuer's id of the order, once it was placed. */
  readonly externalId?: string | undefined;
  /** When the report was awaited in vain for the first time. */
  readonly delayedSince?: Temporal.Instant | undefined;
  readonly failureCode?: string | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes of this order, from 1. */
  readonly sequence: number;
}

const next: Readonly<Record<CardOrderStatus, readonly CardOrderStatus[]>> = {
  requested: ['placed', 'failed'],
  placed: ['produced', 'failed'],
  produced: ['linked', 'failed'],
  linked: ['delivered'],
  delivered: [],
  failed: [],
};

const hasEnded = (status: CardOrderStatus): boolean => next[status].length === 0;

/** The order one step on; undefined when it is there or beyond already, so that a repeated step changes nothing. */
export const advanceOrder = (
  order: CardOrder,
  to: CardOrderStatus,
  facts: Partial<Pick<CardOrder, 'externalId' | 'failureCode'>> = {},
): CardOrder | undefined => {
  if (!next[order.status].includes(to)) return undefined;
  const { deliveryAddress, ...rest } = order;
  const address = hasEnded(to) || deliveryAddress === undefined ? {} : { deliveryAddress };
  return { ...rest, ...address, ...facts, status: to, sequence: order.sequence + 1 };
};

/** An order under way keeps another one for the same card from being placed. */
export const isUnderWay = ({ status }: Pick<CardOrder, 'status'>): boolean =>
  status === 'requested' || status === 'placed' || status === 'produced';

/** What `getCard` says of a card that is not linked yet (api.md 4.5). */
export const statusOfUnlinked = ({ status }: Pick<CardOrder, 'status'>): 'requested' | 'failed' =>
  status === 'failed' ? 'failed' : 'requested';
