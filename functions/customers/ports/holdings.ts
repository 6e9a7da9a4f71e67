import type { Money } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** A balance, as far as the owner's limits and the owner's closing go. */
export interface HeldBalance {
  readonly balanceId: string;
  readonly posted: Money;
  readonly held: Money;
}

/** The money of a customer; the balances subdomain answers. Amounts are strongly consistent. */
export interface HeldBalances {
  /** All of its balances, in any state. */
  heldBy(tenant: TenantContext, customerId: string): Promise<readonly HeldBalance[]>;
}

/** The cards of a customer; the cards subdomain answers. */
export interface HeldCards {
  /** Ids of the cards that are not closed, expired or failed. */
  openCardsOf(tenant: TenantContext, customerId: string): Promise<readonly string[]>;
}
