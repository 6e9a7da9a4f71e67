import type { RecordDraft } from '../../kernel/events/record.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { VerifiedLevel } from '../domain/customer.ts';

/** A balance, as far as the owner's limits and the owner's closing go. */
export interface HeldBalance {
  readonly balanceId: string;
  readonly posted: Money;
  readonly held: Money;
  /** Whose limits it counts towards; it keeps them when its owner's phone changes. Absent until money came in. */
  readonly person?: string | undefined;
  /** Cash taken by its cards, in the last month in which any was: `YYYY-MM` where its program is. */
  readonly cash?: { readonly month: string; readonly taken: Money } | undefined;
  /** Spent abroad by its cards, in the last month in which anything was. */
  readonly abroad?: { readonly month: string; readonly taken: Money } | undefined;
}

/** The money of a customer; the balances subdomain answers. Amounts are strongly consistent. */
export interface HeldBalances {
  /** All of its balances, in any state. */
  heldBy(tenant: TenantContext, customerId: string): Promise<readonly HeldBalance[]>;
}

/** What a change of a customer means for its balances; the balances subdomain answers. Part of that transaction. */
export interface BalanceStanding {
  /** All balances of the customer take over the level at which it is known now. */
  levelWrites(tenant: TenantContext, customerId: string, level: VerifiedLevel): Promise<readonly WriteIntent[]>;
  /** All balances that are open are closed with the customer, each with its record; refused with invalid_state unless empty. */
  closing(
    tenant: TenantContext,
    customerId: string,
  ): Promise<{ readonly writes: readonly WriteIntent[]; readonly records: readonly RecordDraft[] }>;
}

/** The cards of a customer; the cards subdomain answers. */
export interface HeldCards {
  /** Ids of the cards that are not closed, expired or failed. */
  openCardsOf(tenant: TenantContext, customerId: string): Promise<readonly string[]>;
}

/** The mandates by which a customer pays from outside; the mandates subdomain answers. */
export interface HeldMandates {
  /** Ids of the mandates that are not over. */
  openMandatesOf(tenant: TenantContext, customerId: string): Promise<readonly string[]>;
}
