import { DomainError } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create, replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { Invoice, InvoiceStatus } from '../domain/invoice.ts';
import type { InvoiceStore } from '../ports/invoice-store.ts';
import { invoiceItem } from './invoice-items.ts';

const partition = (tenant: TenantContext, invoiceId: string): string => tenantKey(tenant, 'INVOICE', invoiceId);

const keyOf = (tenant: TenantContext, invoiceId: string): Key => ({ pk: partition(tenant, invoiceId), sk: 'INVOICE' });

const ofStatus = (tenant: TenantContext, status: InvoiceStatus): string => tenantKey(tenant, 'INVOICES', status);

const ofCustomer = (tenant: TenantContext, customerId: string, status: InvoiceStatus): string =>
  tenantKey(tenant, 'CUSTOMER', customerId, 'INVOICES', status);

const toItem = (tenant: TenantContext, invoice: Invoice): Item & Key => {
  const { invoiceId, customerId, status, dueAt } = invoice;
  const due = `${toTimestamp(dueAt)}#${invoiceId}`;
  return invoiceItem.encode(
    {
      ...keyOf(tenant, invoiceId),
      gsi1pk: ofStatus(tenant, status),
      gsi1sk: due,
      gsi2pk: ofCustomer(tenant, customerId, status),
      gsi2sk: due,
    },
    invoice,
  );
};

const taken = ({ invoiceId }: Invoice) =>
  new DomainError('conflict', 'already_exists', { detail: 'This invoice exists already.', resourceId: invoiceId });

export const dynamoInvoiceStore = (table: Table, pager: Pager): InvoiceStore => ({
  partition,
  find: async (tenant, invoiceId) => {
    const item = await table.get(keyOf(tenant, invoiceId));
    return item === undefined ? undefined : invoiceItem.decode(item);
  },
  list: async (tenant, { status, customerId }, page) => {
    const where =
      customerId === undefined
        ? ({ index: 'gsi1', pk: ofStatus(tenant, status) } as const)
        : ({ index: 'gsi2', pk: ofCustomer(tenant, customerId, status) } as const);
    const list = `listInvoices:${status}:${customerId ?? ''}`;
    const { items, nextCursor } = await pager.read({ tenant, list }, page, (range) =>
      table.query({ ...where, ...range }),
    );
    return { data: items.map((item) => invoiceItem.decode(item)), nextCursor };
  },
  create: (tenant, invoice) => create('invoice', toItem(tenant, invoice), () => taken(invoice)),
  replace: (tenant, invoice) =>
    replace('invoice', toItem(tenant, invoice), { sequence: invoice.sequence - 1, resourceId: invoice.invoiceId }),
});
