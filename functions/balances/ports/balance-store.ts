import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { UseRules } from '../../policies/card-controls.ts';
import type { Balance, NextState } from '../domain/balance.ts';

/** Balances of a tenant's customers. `find` is strongly consistent, the list follows within moments. */
export interface BalanceStore {
  find(tenant: TenantContext, balanceId: string): Promise<Balance | undefined>;
  /** Newest first. @throws cursor_invalid */
  listOfCustomer(tenant: TenantContext, customerId: string, page: PageRequest): Promise<Page<Balance>>;
  /**
   * The balance and the issuer's id bound to it; refused with `already_exists` when the id is taken.
   * @param holder rules that its holder has for all its cards; undefined: none
   */
  create(tenant: TenantContext, balance: Balance, holder?: UseRules): readonly WriteIntent[];
  /**
   * Gives the stored balance the state of `after` and leaves its money alone. What is stored decides: refused with
   * concurrent_change unless the version before is there, with invalid_state when no way leads from its state, or when
   * it is to be closed and is not empty.
   */
  changeState(tenant: TenantContext, after: Balance & { readonly state: NextState }): WriteIntent;
  /** The partition that holds the balance and its history. */
  partition(tenant: TenantContext, balanceId: string): string;
}
