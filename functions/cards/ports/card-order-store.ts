import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardOrder } from '../domain/card-order.ts';
import type { DeliveryEvent } from '../domain/delivery.ts';
import type { CardOrders } from './card-orders.ts';

/** Orders of plastics and the log of their delivery. Reads are strongly consistent. */
export interface CardOrderStore extends CardOrders {
  /**
   * The card's first order, or one that takes the place of an earlier order that is over; refused with invalid_state
   * when another order was faster. Binds the order's id, by which the issuer speaks of it.
   */
  create(tenant: TenantContext, order: CardOrder, before?: CardOrder): readonly WriteIntent[];
  /** Refused with ConcurrentChange unless this order's `sequence - 1` is stored. */
  replace(tenant: TenantContext, order: CardOrder): WriteIntent;
  /** Binds the issuer's own id of a placed order: some issuers speak of the order by that. */
  bind(tenant: TenantContext, placed: { readonly cardId: string; readonly externalId: string }): WriteIntent;
  partition(tenant: TenantContext, orderId: string): string;
  /** The log of the card's deliveries, in no order; the newest 200 words. */
  log(tenant: TenantContext, cardId: string): Promise<readonly DeliveryEvent[]>;
  /** Appends to the log; refused with AlreadyLogged when the word stands there. */
  append(tenant: TenantContext, cardId: string, event: DeliveryEvent): WriteIntent;
}

/** What an execution of an order waits for. */
export type Awaited = 'report' | 'delivery';

/** The task tokens of orders that wait for one thing. */
export interface OrderWaiters {
  /** Notes that an execution waits; a later try of the same execution replaces the token. */
  wait(tenant: TenantContext, orderId: string, taskToken: string): Promise<void>;
  waiter(tenant: TenantContext, orderId: string): Promise<string | undefined>;
  /** Forgets the token, unless a later try has left another one meanwhile. */
  stopWaiting(tenant: TenantContext, orderId: string, taskToken: string): Promise<void>;
}
