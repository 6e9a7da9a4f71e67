import type { IdGenerator } from '../../kernel/ids/ids.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { presentInvoice } from '../answers.ts';
import { reissue } from '../domain/invoice.ts';
import { invoiceRecord } from '../domain/invoice-events.ts';
import { loadInvoice } from '../invoicing.ts';
import type { InvoiceStore } from '../ports/invoice-store.ts';
import type { reissueInvoice as declaration } from './declaration.ts';

interface Dependencies {
  readonly invoices: InvoiceStore;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/**
 * Reissues an invoice in another currency (SH-29).
 *
 * In: the currency and the rate. Out: the new invoice, unpaid, with what it replaces and the rate.
 * 1. Only an unpaid invoice that nobody is paying; the amount is converted by whole numbers, half to even.
 * 2. Commit both invoices, each naming the other, with their records and the idempotency key. Beside a payment or
 *    another reissue one of the two is refused.
 */
export const reissueInvoice =
  ({ invoices, unitOfWork, ids }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant, clock } = context;
    const before = await loadInvoice(invoices, context, params.invoiceId);
    const { old, replacement } = reissue(before, body, { invoiceId: ids.next('inv', tenant), at: clock.now() });
    const partitionOf = (invoiceId: string): string => invoices.partition(tenant, invoiceId);
    const work = {
      writes: [invoices.replace(tenant, old), invoices.create(tenant, replacement)],
      records: [
        invoiceRecord(partitionOf(old.invoiceId), old, { type: 'invoice.reissued', before }),
        invoiceRecord(partitionOf(replacement.invoiceId), replacement, { type: 'invoice.created' }),
      ],
    };
    return unitOfWork.commit(context, work, presentInvoice(replacement));
  };
