import { NotFound } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { MandateStore } from '../mandates/ports/mandate-store.ts';
import type { Invoice } from './domain/invoice.ts';
import { invoiceNotFound } from './domain/invoice.ts';
import type { InvoiceStore } from './ports/invoice-store.ts';

/** A mandate with its instrument. */
export type PayingMandate = NonNullable<Awaited<ReturnType<MandateStore['find']>>>;

/** @throws invoice_not_found */
export const loadInvoice = async (
  invoices: Pick<InvoiceStore, 'find'>,
  { tenant }: OperationContext,
  invoiceId: string,
): Promise<Invoice> => {
  const invoice = await invoices.find(tenant, invoiceId);
  if (invoice === undefined) throw invoiceNotFound();
  return invoice;
};

/** A mandate of that very customer. @throws mandate_not_found, for another customer's too */
export const mandateOf = async (
  mandates: Pick<MandateStore, 'find'>,
  { tenant }: OperationContext,
  { mandateId, customerId }: { readonly mandateId: string; readonly customerId: string },
): Promise<PayingMandate> => {
  const mandate = await mandates.find(tenant, mandateId);
  if (mandate?.customerId !== customerId) throw new NotFound('mandate_not_found');
  return mandate;
};
