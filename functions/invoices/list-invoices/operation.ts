import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentInvoice } from '../answers.ts';
import type { InvoiceStore } from '../ports/invoice-store.ts';
import type { listInvoices as declaration } from './declaration.ts';

/** One page of the tenant's invoices (SH-30); unpaid ones unless another status is asked for. */
export const listInvoices =
  ({ invoices }: { readonly invoices: Pick<InvoiceStore, 'list'> }): HttpUseCase<typeof declaration> =>
  async ({ context, query: { status, customerId, ...page } }) => {
    const { data, nextCursor } = await invoices.list(context.tenant, { status, customerId }, page);
    return { data: data.map(presentInvoice), nextCursor };
  };
