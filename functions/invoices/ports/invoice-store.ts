import type { Page, PageRequest } from '../../kernel/persistence/page.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Invoice, InvoiceStatus } from '../domain/invoice.ts';

/** Invoices of a tenant. `find` is strongly consistent; the list follows within moments. */
export interface InvoiceStore {
  partition(tenant: TenantContext, invoiceId: string): string;
  find(tenant: TenantContext, invoiceId: string): Promise<Invoice | undefined>;
  /** Those of one status, of one customer if it is named, the one that is due first first. @throws cursor_invalid */
  list(
    tenant: TenantContext,
    which: { readonly status: InvoiceStatus; readonly customerId?: string | undefined },
    page: PageRequest,
  ): Promise<Page<Invoice>>;
  /** Refused with `already_exists`. */
  create(tenant: TenantContext, invoice: Invoice): WriteIntent;
  /** The next version; refused with ConcurrentChange unless `invoice.sequence - 1` is stored. */
  replace(tenant: TenantContext, invoice: Invoice): WriteIntent;
}
