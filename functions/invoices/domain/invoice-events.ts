import type { RecordDraft } from '../../kernel/events/record.ts';
import { toWire } from '../../kernel/money/money.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { Invoice } from './invoice.ts';

/** What an event tells of an invoice: the debt and its state; the description stays out, it may name a person. */
const factsOf = (invoice: Invoice): Readonly<Record<string, unknown>> => {
  const { invoiceId, customerId, amount, dueAt, status, reference, paymentId, reissueOf, reissuedAs } = invoice;
  const { paidAt, refunded } = invoice;
  const given = { reference, paymentId, reissueOf, reissuedAs, rate: invoice.exchange?.rate };
  return {
    ...{ invoiceId, customerId, amount: toWire(amount), dueAt: toTimestamp(dueAt), status },
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(paidAt === undefined ? {} : { paidAt: toTimestamp(paidAt) }),
    ...(refunded === undefined
      ? {}
      : { refundedAmount: toWire(refunded.amount), refundedAt: toTimestamp(refunded.at) }),
  };
};

export type InvoiceEvent =
  | 'invoice.created'
  | 'invoice.payment_started'
  | 'invoice.payment_ended'
  | 'invoice.paid'
  | 'invoice.refunded'
  | 'invoice.overpaid'
  | 'invoice.reissued';

/** The record of an invoice's change. */
export const invoiceRecord = (
  partition: string,
  invoice: Invoice,
  event: { readonly type: InvoiceEvent; readonly before?: Invoice; readonly more?: Readonly<Record<string, unknown>> },
): RecordDraft => ({
  resource: { type: 'invoice', id: invoice.invoiceId },
  partition,
  sequence: invoice.sequence,
  type: event.type,
  data: { ...factsOf(invoice), ...event.more },
  ...(event.before === undefined || event.before.status === invoice.status
    ? {}
    : { previous: { status: event.before.status } }),
});
