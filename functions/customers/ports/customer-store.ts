import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Customer } from '../domain/customer.ts';

/** Customers of a tenant. Reads are strongly consistent, but for the list. */
export interface CustomerStore {
  find(tenant: TenantContext, customerId: string): Promise<Customer | undefined>;
  /** Newest first. @throws cursor_invalid */
  list(tenant: TenantContext, page: PageRequest): Promise<Page<Customer>>;
  /** Refused with `already_exists` when the id is taken. */
  create(tenant: TenantContext, customer: Customer): WriteIntent;
  /**
   * The next version; refused with ConcurrentChange unless `customer.sequence - 1` is stored and nothing was opened
   * for the customer meanwhile.
   */
  replace(tenant: TenantContext, customer: Customer): WriteIntent;
  /** The partition that holds the customer and its history. */
  partition(tenant: TenantContext, customerId: string): string;
}
