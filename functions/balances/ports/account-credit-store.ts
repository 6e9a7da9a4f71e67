import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { AccountCredit } from '../domain/account-credit.ts';

/** Credits by the issuer's id of the movement. Reads are strongly consistent. */
export interface AccountCreditStore {
  find(tenant: TenantContext, transferId: string): Promise<AccountCredit | undefined>;
  /** Refused with concurrent_change when this movement was decided on. */
  create(tenant: TenantContext, credit: AccountCredit): WriteIntent;
  /** Notes that the money went back; refused with concurrent_change unless that was still to be done. */
  noteReturned(tenant: TenantContext, transferId: string): WriteIntent;
  /** The partition that holds it and its history. */
  partition(tenant: TenantContext, transferId: string): string;
}
