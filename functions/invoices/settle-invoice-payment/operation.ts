import { isResourceId } from '../../kernel/ids/ids.ts';
import { fromWire } from '../../kernel/money/money.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import type { InvoiceEvent } from '../domain/invoice-events.ts';
import { invoiceRecord } from '../domain/invoice-events.ts';
import type { Invoice } from '../domain/invoice.ts';
import { refundPayment, settlePayment } from '../domain/invoice.ts';
import type { InvoiceStore } from '../ports/invoice-store.ts';
import type { settleInvoicePayment as declaration } from './declaration.ts';

interface Dependencies {
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
  readonly invoices: InvoiceStore;
  readonly unitOfWork: UnitOfWork;
}

type Settling = Omit<Dependencies, 'contextOf'>;
type Ended = Parameters<QueueUseCase<typeof declaration>>[0]['message']['detail'];

/** The end of a payment, once; a payment that was given back had been in before. */
const settle = async (
  { invoices, unitOfWork }: Settling,
  context: OperationContext,
  { event, before }: { readonly event: Ended; readonly before: Invoice },
): Promise<Invoice> => {
  const { paymentId } = event.data;
  const isIn = event.type === 'payment.succeeded' || event.type === 'payment.refunded';
  const settled = settlePayment(
    before,
    isIn ? { kind: 'succeeded', paymentId, at: fromTimestamp(event.createdAt) } : { kind: 'ended', paymentId },
  );
  if (settled.kind === 'unchanged') return before;
  const { invoice } = settled;
  const { tenant } = context;
  const type: InvoiceEvent =
    settled.kind === 'overpaid' ? 'invoice.overpaid' : isIn ? 'invoice.paid' : 'invoice.payment_ended';
  const partition = invoices.partition(tenant, invoice.invoiceId);
  const record = invoiceRecord(partition, invoice, { type, before, more: { paymentId } });
  await unitOfWork.commit(context, { writes: [invoices.replace(tenant, invoice)], records: [record] }, undefined);
  return invoice;
};

/** Of what paid the invoice something went back; whether it is owed again somebody at the tenant's has to say. */
const noteRefund = async (
  { invoices, unitOfWork }: Settling,
  context: OperationContext,
  { event, before }: { readonly event: Ended; readonly before: Invoice },
): Promise<void> => {
  if (event.type !== 'payment.refunded') return;
  const { paymentId, refundedAmount, refundedAt } = event.data;
  const back = { paymentId, amount: fromWire(refundedAmount), at: fromTimestamp(refundedAt) };
  const invoice = refundPayment(before, back);
  if (invoice === undefined) return;
  const { tenant, log } = context;
  const { invoiceId } = invoice;
  log.error('invoice_needs_attention', { resourceId: invoiceId, code: 'refunded' });
  const record = invoiceRecord(invoices.partition(tenant, invoiceId), invoice, { type: 'invoice.refunded' });
  await unitOfWork.commit(context, { writes: [invoices.replace(tenant, invoice)], records: [record] }, undefined);
};

/**
 * Follows the payment of an invoice to its end, and beyond when it is given back.
 *
 * In: the event of a payment's end or refund; its reference names the invoice. Out: nothing; the invoice is paid, payable
 * again, or says how much of what paid it went back.
 * 1. Payments of something else, and those that the invoice did not open, change nothing: a reference is free text.
 * 2. `settlePayment` decides; what is in twice, or for an invoice that was reissued meanwhile, is told as
 *    `invoice.overpaid` and is the tenant's to give back.
 * 3. A refund may be heard of before the money was: then it is both, in this order.
 */
export const settleInvoicePayment =
  ({ contextOf, ...deps }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail: event }, messageId }) => {
    const { reference: invoiceId } = event.data;
    if (invoiceId === undefined || !isResourceId('inv', invoiceId)) return;
    const context = await contextOf(event.tenantId, messageId);
    const found = await deps.invoices.find(context.tenant, invoiceId);
    if (found === undefined) return;
    const before = await settle(deps, context, { event, before: found });
    await noteRefund(deps, context, { event, before });
  };
