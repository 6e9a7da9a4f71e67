import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { BankAccount } from '../domain/bank-account.ts';

/** Accounts at other banks, by the customer whose they are: nobody else's token finds one. Strongly consistent. */
export interface BankAccountStore {
  findByToken(tenant: TenantContext, customerId: string, token: string): Promise<BankAccount | undefined>;
  /** Refused with concurrent_change when the customer has an account of this token. */
  create(tenant: TenantContext, account: BankAccount): WriteIntent;
  /** The partition that holds the account and its history. */
  partition(tenant: TenantContext, bankAccountId: string): string;
}
