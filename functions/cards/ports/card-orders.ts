import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { CardOrder } from '../domain/card-order.ts';

/** What other operations may know of a card that was ordered: until it is linked there is no card, but this. */
export interface CardOrders {
  /** The newest order for the card, strongly consistent; undefined when none was ever placed. */
  find(tenant: TenantContext, cardId: string): Promise<CardOrder | undefined>;
}
