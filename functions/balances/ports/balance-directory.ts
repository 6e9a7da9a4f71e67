import type { Currency } from '../../kernel/money/currency.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';

/** What other subdomains may know of a balance. */
export interface BalanceFacts {
  readonly balanceId: string;
  readonly customerId: string;
  readonly currency: Currency;
  readonly state: 'active' | 'frozen' | 'closing' | 'closed';
  /** The issuer's account (AL-05). */
  readonly externalId: string;
}

/** Balances, for those who hang something on them. Reads are strongly consistent. */
export interface BalanceDirectory {
  find(tenant: TenantContext, balanceId: string): Promise<BalanceFacts | undefined>;
  /** Whether the customer has a balance in any state. */
  hasAny(tenant: TenantContext, customerId: string): Promise<boolean>;
}

/** Opens balances for workflows. */
export interface BalanceOpening {
  /**
   * Opens the balance under the id that the caller chose; one per id, a repeat answers the same balance.
   * @throws kyc_required, customer_not_found, invalid_state, currency_unsupported, temporarily_unavailable
   */
  open(
    context: OperationContext,
    order: { readonly balanceId: string; readonly customerId: string; readonly currency: Currency },
  ): Promise<BalanceFacts>;
}
