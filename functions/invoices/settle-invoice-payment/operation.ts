import { isResourceId } from '../../kernel/ids/ids.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import type { InvoiceEvent } from '../domain/invoice-events.ts';
import { invoiceRecord } from '../domain/invoice-events.ts';
import { settlePayment } from '../domain/invoice.ts';
import type { InvoiceStore } from '../ports/invoice-store.ts';
import type { settleInvoicePayment as declaration } from './declaration.ts';

interface Dependencies {
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
  readonly invoices: InvoiceStore;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Follows the payment of an invoice to its end.
 *
 * In: the event of a payment's end; its reference names the invoice. Out: nothing; the invoice is paid, or payable again.
 * 1. Payments of something else, and those that the invoice did not open, change nothing: a reference is free text.
 * 2. `settlePayment` decides; what is in twice, or for an invoice that was reissued meanwhile, is told as
 *    `invoice.overpaid` and is the tenant's to give back.
 */
export const settleInvoicePayment =
  ({ contextOf, invoices, unitOfWork }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail: event }, messageId }) => {
    const { paymentId, reference: invoiceId } = event.data;
    if (invoiceId === undefined || !isResourceId('inv', invoiceId)) return;
    const context = await contextOf(event.tenantId, messageId);
    const { tenant } = context;
    const before = await invoices.find(tenant, invoiceId);
    if (before === undefined) return;
    const isIn = event.type === 'payment.succeeded';
    const settled = settlePayment(
      before,
      isIn ? { kind: 'succeeded', paymentId, at: fromTimestamp(event.createdAt) } : { kind: 'ended', paymentId },
    );
    if (settled.kind === 'unchanged') return;
    const { invoice } = settled;
    const type: InvoiceEvent =
      settled.kind === 'overpaid' ? 'invoice.overpaid' : isIn ? 'invoice.paid' : 'invoice.payment_ended';
    const record = invoiceRecord(invoices.partition(tenant, invoiceId), invoice, { type, before, more: { paymentId } });
    await unitOfWork.commit(context, { writes: [invoices.replace(tenant, invoice)], records: [record] }, undefined);
  };
