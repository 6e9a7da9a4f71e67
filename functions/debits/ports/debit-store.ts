import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Debit } from '../domain/debit.ts';

/** Debits of a tenant. `find` is strongly consistent; the list follows within moments. */
export interface DebitStore {
  find(tenant: TenantContext, debitId: string): Promise<Debit | undefined>;
  /** Newest first. @throws cursor_invalid */
  listOfMandate(tenant: TenantContext, mandateId: string, page: PageRequest): Promise<Page<Debit>>;
  /** Refused with `already_exists`. */
  create(tenant: TenantContext, debit: Debit): WriteIntent;
  /**
   * The next version; refused with ConcurrentChange unless the version before it is stored.
   * @param stored its sequence, when one step takes more than one version; one less than the debit's own otherwise
   */
  replace(tenant: TenantContext, debit: Debit, stored?: number): WriteIntent;
  /** Binds the provider's order of a notice to the debit: events about the order find it from now on. */
  bindOrder(tenant: TenantContext, order: { readonly debitId: string; readonly orderId: string }): WriteIntent;
  /** Binds the provider's payment by which its money came in: words about refunds of it may name nothing else. */
  bindPayment(tenant: TenantContext, paid: { readonly debitId: string; readonly remotePaymentId: string }): WriteIntent;
  /** The partition that holds the debit and its history. */
  partition(tenant: TenantContext, debitId: string): string;
}
