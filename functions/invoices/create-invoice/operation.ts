import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { IdGenerator } from '../../kernel/ids/ids.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import type { MandateStore } from '../../mandates/ports/mandate-store.ts';
import { presentInvoice } from '../answers.ts';
import { issueInvoice } from '../domain/invoice.ts';
import { invoiceRecord } from '../domain/invoice-events.ts';
import { mandateOf } from '../invoicing.ts';
import type { InvoiceStore } from '../ports/invoice-store.ts';
import type { createInvoice as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: CustomerDirectory;
  readonly mandates: Pick<MandateStore, 'find'>;
  readonly invoices: InvoiceStore;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

/**
 * Notes what a customer owes (SH-30).
 *
 * In: amount, due date, what for, and by whose instrument if that is known. Out: the invoice, unpaid.
 * 1. The customer is the tenant's and not closed; the mandate is that customer's.
 * 2. Commit invoice, record and idempotency key together. A due date may be past: debts are brought along.
 */
export const createInvoice =
  ({ customers, mandates, invoices, unitOfWork, ids }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    const { tenant, clock } = context;
    const { customerId, mandateId, description, reference } = body;
    const customer = await customers.find(tenant, customerId);
    if (customer === undefined) throw new NotFound('customer_not_found');
    if (customer.status === 'closed') throw new InvalidState('The customer is closed.');
    if (mandateId !== undefined) await mandateOf(mandates, context, { mandateId, customerId });
    const invoiceId = ids.next('inv', tenant);
    const terms = { customerId, amount: fromWire(body.amount), dueAt: fromTimestamp(body.dueAt), description };
    const invoice = issueInvoice(invoiceId, { ...terms, reference, mandateId }, clock.now());
    const record = invoiceRecord(invoices.partition(tenant, invoiceId), invoice, { type: 'invoice.created' });
    const work = { writes: [invoices.create(tenant, invoice)], records: [record] };
    return unitOfWork.commit(context, work, presentInvoice(invoice));
  };
