import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { BankLoad, Load } from '../domain/load.ts';

/** Loads that are kept beside their journal entry. Strongly consistent. */
export interface LoadStore {
  find(tenant: TenantContext, loadId: string): Promise<Load | undefined>;
  /** Refused with concurrent_change of the load when there is one of this id. */
  create(tenant: TenantContext, load: Load): WriteIntent;
  /** The next version; refused with concurrent_change of the load when the one before is not there. */
  replace(tenant: TenantContext, load: BankLoad): WriteIntent;
  /** Completes it, and binds the bank's id of the transfer to it: events about the transfer find it from now on. */
  complete(tenant: TenantContext, load: BankLoad & { readonly externalId: string }): readonly WriteIntent[];
  /** Uses a gateway payment up, for good; refused with already_exists and the load that used it before. */
  usePayment(tenant: TenantContext, payment: { readonly paymentId: string; readonly loadId: string }): WriteIntent;
  /** The partition that holds the load and its history. */
  partition(tenant: TenantContext, loadId: string): string;
}
