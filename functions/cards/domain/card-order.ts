import type { Temporal } from 'temporal-polyfill';
import type { Network } from './card.ts';
import type { DeliverySettlement, DeliveryStatus } from './delivery.ts';
import type { PostalAddress } from './postal-address.ts';

/** How far an order is (AN-61); `linked` and `failed` are its ends. What happens to the plastic then is the delivery. */
export const cardOrderStatuses = ['requested', 'placed', 'produced', 'linked', 'failed'] as const;
export type CardOrderStatus = (typeof cardOrderStatuses)[number];

/** `card`: a card that does not exist until it is linked. `plastic`: one for a card that works already (D-06). */
export const cardOrderKinds = ['card', 'plastic'] as const;

/** A plastic that was ordered. */
export interface CardOrder {
  readonly orderId: string;
  readonly cardId: string;
  readonly kind: (typeof cardOrderKinds)[number];
  readonly customerId: string;
  readonly balanceId: string;
  readonly network: Network;
  readonly displayName: string;
  readonly status: CardOrderStatus;
  /** The last word of issuer and carrier on the plastic (domain.md 2.5). */
  readonly delivery: DeliveryStatus;
  /** Gone when nobody needs it any more: the delivery is closed, or the order has failed. */
  readonly deliveryAddress?: PostalAddress | undefined;
  /** The issuer's id of the order, once it was placed (AL-05). */
  readonly externalId?: string | undefined;
  /** Since when the personalisation takes longer than it may. */
  readonly delayedSince?: Temporal.Instant | undefined;
  /** How an incident ended the delivery, whatever the carrier says. */
  readonly settlement?: DeliverySettlement | undefined;
  /** When the delivery is looked at again, by the tenant's clock; absent before the link and when it is closed. */
  readonly checkAt?: Temporal.Instant | undefined;
  /** How often it was told that the plastic is overdue. */
  readonly reminders?: number | undefined;
  readonly failureCode?: string | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes of this order, from 1. */
  readonly sequence: number;
}

/** Personalisation takes up to 48 hours (AN-58). Then the order report is pulled, and again every day. */
export const personalizationHours = 48;
export const reportAgainHours = 24;

/** Webhooks overtake answers: the report may come before our own note that the order was placed. */
const next: Readonly<Record<CardOrderStatus, readonly CardOrderStatus[]>> = {
  requested: ['placed', 'produced', 'failed'],
  placed: ['produced', 'failed'],
  produced: ['linked', 'failed'],
  linked: [],
  failed: [],
};

/** The order's next version; one that has failed needs its address no more. */
const settled = (order: CardOrder): CardOrder => {
  const { deliveryAddress, ...rest } = order;
  return {
    ...rest,
    ...(order.status === 'failed' || deliveryAddress === undefined ? {} : { deliveryAddress }),
    sequence: order.sequence + 1,
  };
};

type OrderFacts = Partial<
  Pick<CardOrder, 'externalId' | 'failureCode' | 'delivery' | 'delayedSince' | 'settlement' | 'checkAt' | 'reminders'>
>;

/** The order one step on; undefined when it is there or beyond already, so that a repeated step changes nothing. */
export const advanceOrder = (order: CardOrder, to: CardOrderStatus, facts: OrderFacts = {}): CardOrder | undefined =>
  next[order.status].includes(to) ? settled({ ...order, ...facts, status: to }) : undefined;

/** The order with more that is known of it, in the status that it has. */
export const noteOnOrder = (order: CardOrder, facts: OrderFacts): CardOrder => settled({ ...order, ...facts });

/** Whether the issuer still has to say what became of it, or the card still has to be linked. */
export const isUnderWay = ({ status }: Pick<CardOrder, 'status'>): boolean => next[status].length > 0;

/** The code that a tenant sees for what ended an order: a violation's own code, never an internal error's name. */
export const orderFailureOf = (error: string): string => {
  if (error === 'States.Timeout') return 'timed_out';
  return /^[a-z][a-z_]*$/u.test(error) ? error : 'internal_error';
};
