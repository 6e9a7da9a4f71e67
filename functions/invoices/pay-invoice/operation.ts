import type { OnSessionPayments } from '../../debits/ports/on-session-payments.ts';
import { DomainError, InvalidState } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { MandateStore } from '../../mandates/ports/mandate-store.ts';
import { presentInvoice } from '../answers.ts';
import type { Invoice } from '../domain/invoice.ts';
import { beginPaying } from '../domain/invoice.ts';
import { invoiceRecord } from '../domain/invoice-events.ts';
import type { PayingMandate } from '../invoicing.ts';
import { loadInvoice, mandateOf } from '../invoicing.ts';
import type { InvoiceStore } from '../ports/invoice-store.ts';
import type { payInvoice as declaration } from './declaration.ts';

interface Dependencies {
  readonly invoices: InvoiceStore;
  readonly mandates: Pick<MandateStore, 'find' | 'listOfCustomer'>;
  readonly payments: OnSessionPayments;
  readonly unitOfWork: UnitOfWork;
}

/**
 * The instrument: of the mandate that was named, now or on the invoice; else the customer's newest active one. One that is
 * over may be erased, and what a payer has withdrawn or paused is not asked with.
 */
const instrumentFor = async (
  mandates: Dependencies['mandates'],
  context: OperationContext,
  { customerId, mandateId }: Pick<Invoice, 'customerId' | 'mandateId'>,
): Promise<PayingMandate> => {
  if (mandateId !== undefined) {
    const named = await mandateOf(mandates, context, { mandateId, customerId });
    if (named.status !== 'active') throw new InvalidState(`The mandate is ${named.status}.`);
    return named;
  }
  const { data } = await mandates.listOfCustomer(context.tenant, customerId, { limit: 100 });
  const active = data.find(({ status }) => status === 'active');
  if (active !== undefined) return active;
  throw new DomainError('conflict', 'mandate_required', {
    detail: 'The customer has no active mandate whose instrument could pay.',
  });
};

const requireCurrency = ({ amount }: Invoice, { maxAmount }: PayingMandate): void => {
  if (amount.currency === maxAmount.currency) return;
  throw new DomainError('unprocessable', 'currency_mismatch', {
    detail: `The instrument pays in ${maxAmount.currency}. Reissue the invoice in that currency first.`,
  });
};

/**
 * Lets a customer pay an invoice on session (SH-30).
 *
 * In: which mandate's instrument, if it is not the invoice's. Out: the invoice and where the payer authenticates.
 * 1. The invoice is unpaid and nobody is paying it; it is in the instrument's currency.
 * 2. Open the payment at the provider, under an id that is the same on every try of this key.
 * 3. Commit invoice, payment, records and key together. Of two that pay at once one is refused; the order that it opened
 *    was shown to nobody.
 */
export const payInvoice =
  ({ invoices, mandates, payments, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, body }) => {
    const { tenant, idempotency } = context;
    if (idempotency === undefined) throw new Error('payInvoice runs under an idempotency key');
    const paymentId = idempotency.reservedId('pmt');
    const before = await loadInvoice(invoices, context, params.invoiceId);
    const invoice = beginPaying(before, paymentId);
    const { invoiceId, customerId, amount, description } = invoice;
    const mandate = await instrumentFor(mandates, context, {
      customerId,
      mandateId: body.mandateId ?? invoice.mandateId,
    });
    requireCurrency(invoice, mandate);
    const order = { paymentId, mandateId: mandate.mandateId, amount, description, reference: invoiceId };
    const { payment, writes, records } = await payments.open(context, order);
    const record = invoiceRecord(invoices.partition(tenant, invoiceId), invoice, {
      type: 'invoice.payment_started',
      before,
    });
    const { type, url, expiresAt } = payment.authentication;
    return unitOfWork.commit(
      context,
      { writes: [invoices.replace(tenant, invoice), ...writes], records: [record, ...records] },
      { ...presentInvoice(invoice), paymentId, authentication: { type, url, expiresAt: toTimestamp(expiresAt) } },
    );
  };
