import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Payee, Withdrawal, WithdrawalStatus } from '../domain/withdrawal.ts';

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
  /** What of a balance went back to a payee, or is on its way there; minor units. */
  givenBack(tenant: TenantContext, balanceId: string, payee: Payee): Promise<bigint>;
  /**
   * Counts a withdrawal as given back to its payee.
   * @param came refused with concurrent_change when more than this would have gone back in all; undefined: any amount may
   */
  giveBack(tenant: TenantContext, withdrawal: Withdrawal, came: bigint | undefined): WriteIntent;
  /** It came to nothing, or the bank gave it back: it did not go back to its payee. Never refused. */
  notGivenBack(tenant: TenantContext, withdrawal: Withdrawal): WriteIntent;
  /** The partition that holds the withdrawal and its history. */
  partition(tenant: TenantContext, withdrawalId: string): string;
}
