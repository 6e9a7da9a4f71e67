import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Withdrawal, WithdrawalStatus } from '../domain/withdrawal.ts';

/** Withdrawals of a tenant's balances. Reads are strongly consistent. */
export interface WithdrawalStore {
  find(tenant: TenantContext, withdrawalId: string): Promise<Withdrawal | undefined>;
  create(tenant: TenantContext, withdrawal: Withdrawal): WriteIntent;
  /** The next version; refused with invalid_state unless what is stored is the version before, in the state `from`. */
  replace(tenant: TenantContext, withdrawal: Withdrawal, from: WithdrawalStatus): WriteIntent;
  /** Binds the bank's id of the payment to the withdrawal: events about the payment find it from now on. */
  bindPayment(
    tenant: TenantContext,
    payment: { readonly withdrawalId: string; readonly externalId: string },
  ): WriteIntent;
  /**
   * Takes the pending line of an ended withdrawal out of the history; found by its id it is posted with what was paid.
   * Refused with concurrent_change when it is out already.
   */
  endHold(tenant: TenantContext, withdrawal: Withdrawal): WriteIntent;
  /** The partition that holds the withdrawal and its history. */
  partition(tenant: TenantContext, withdrawalId: string): string;
}
