import type { Temporal } from 'temporal-polyfill';
import { DomainError, InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Currency } from '../../kernel/money/currency.ts';
import type { Money } from '../../kernel/money/money.ts';
import { exchange } from './exchange.ts';

/**
 * `unpaid` → `paying` while a payment on session is open → `paid`; back to `unpaid` when that came to nothing. An unpaid
 * one may be `reissued` in another currency, which ends it.
 */
export const invoiceStatuses = ['unpaid', 'paying', 'paid', 'reissued'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** At what rate an invoice was reissued from another (SH-29). */
export interface Exchange {
  readonly from: Money;
  /** Units of the invoice's currency for one unit of `from`'s, as it was given. */
  readonly rate: string;
}

/** What a tenant's customer owes, and by when. */
export interface Invoice {
  readonly invoiceId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly dueAt: Temporal.Instant;
  readonly description: string;
  readonly reference?: string | undefined;
  /** Whose instrument pays it. */
  readonly mandateId?: string | undefined;
  readonly status: InvoiceStatus;
  /** The payment under way, or the one that paid it. */
  readonly paymentId?: string | undefined;
  /** Payments that were opened for it and whose money may still come, the newest last. */
  readonly payments: readonly string[];
  readonly paidAt?: Temporal.Instant | undefined;
  /** How much of what paid it went back to the payer, and when that was last seen; the invoice stays `paid`. */
  readonly refunded?: { readonly amount: Money; readonly at: Temporal.Instant } | undefined;
  /** The invoice that this one replaces, and the rate. */
  readonly reissueOf?: string | undefined;
  readonly exchange?: Exchange | undefined;
  /** The invoice that replaces this one. */
  readonly reissuedAs?: string | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

export type InvoiceTerms = Pick<Invoice, 'customerId' | 'amount' | 'dueAt' | 'description' | 'reference' | 'mandateId'>;

export const issueInvoice = (invoiceId: string, terms: InvoiceTerms, createdAt: Temporal.Instant): Invoice => ({
  ...terms,
  invoiceId,
  status: 'unpaid',
  payments: [],
  createdAt,
  sequence: 1,
});

const next = (invoice: Invoice, change: Partial<Invoice>): Invoice => ({
  ...invoice,
  ...change,
  sequence: invoice.sequence + 1,
});

export const invoiceNotFound = (): NotFound => new NotFound('invoice_not_found');

/** @throws invalid_state (409) unless the invoice is unpaid and nobody is paying it */
const requireUnpaid = ({ status }: Invoice): void => {
  if (status !== 'unpaid') throw new InvalidState(`The invoice is ${status}.`);
};

/** Payments of which one may still come in late: nobody opens as many within the hours for which a link holds. */
const mostPayments = 50;

/** @throws invalid_state (409) */
export const beginPaying = (invoice: Invoice, paymentId: string): Invoice => {
  requireUnpaid(invoice);
  return next(invoice, {
    status: 'paying',
    paymentId,
    payments: [...invoice.payments, paymentId].slice(-mostPayments),
  });
};

/** What came of a payment of an invoice. */
export type PaymentOutcome =
  | { readonly kind: 'succeeded'; readonly paymentId: string; readonly at: Temporal.Instant }
  | { readonly kind: 'ended'; readonly paymentId: string };

export type Settled =
  | { readonly kind: 'changed'; readonly invoice: Invoice }
  /** Paid though nothing was owed any more: the tenant has to give it back. */
  | { readonly kind: 'overpaid'; readonly invoice: Invoice }
  | { readonly kind: 'unchanged' };

/**
 * The invoice after a payment's end. Events come twice and late: money that is in pays an invoice that is still owed,
 * whichever of its payments brought it; of one that is not owed any more it is too much, once. Only payments that the
 * invoice opened count, whatever reference another one carries.
 */
export const settlePayment = (invoice: Invoice, outcome: PaymentOutcome): Settled => {
  const { paymentId } = outcome;
  if (outcome.kind === 'ended') {
    if (invoice.status !== 'paying' || invoice.paymentId !== paymentId) return { kind: 'unchanged' };
    return { kind: 'changed', invoice: next(invoice, { status: 'unpaid', paymentId: undefined }) };
  }
  if (!invoice.payments.includes(paymentId)) return { kind: 'unchanged' };
  const payments = invoice.payments.filter((known) => known !== paymentId);
  if (invoice.status === 'unpaid' || invoice.status === 'paying') {
    return { kind: 'changed', invoice: next(invoice, { status: 'paid', paymentId, paidAt: outcome.at, payments }) };
  }
  return { kind: 'overpaid', invoice: next(invoice, { payments }) };
};

const sameCurrency = (currency: Currency): DomainError =>
  new DomainError('unprocessable', 'currency_unchanged', { detail: `The invoice is in ${currency} already.` });

/**
 * The invoice when money of its payment went back: it stays `paid`, and says how much of it is not there any more. Whether
 * that is owed again only the tenant knows. Only the payment that paid it counts, and only what is more than was known:
 * what was paid too much is no part of it.
 */
export const refundPayment = (
  invoice: Invoice,
  back: { readonly paymentId: string; readonly amount: Money; readonly at: Temporal.Instant },
): Invoice | undefined => {
  const { amount, at, paymentId } = back;
  const isItsOwn = invoice.status === 'paid' && invoice.paymentId === paymentId;
  const isMore = amount.minor > (invoice.refunded?.amount.minor ?? 0n);
  return isItsOwn && isMore ? next(invoice, { refunded: { amount, at } }) : undefined;
};

/**
 * The same debt in another currency (SH-29): the old invoice ends, the new one takes over what is owed, by when and for
 * what, and each names the other.
 * @throws invalid_state (409), currency_unchanged (422), amount_out_of_range (422)
 */
export const reissue = (
  invoice: Invoice,
  terms: { readonly currency: Currency; readonly rate: string },
  issued: { readonly invoiceId: string; readonly at: Temporal.Instant },
): { readonly old: Invoice; readonly replacement: Invoice } => {
  requireUnpaid(invoice);
  if (terms.currency === invoice.amount.currency) throw sameCurrency(terms.currency);
  const { customerId, dueAt, description, reference, mandateId, amount: from } = invoice;
  const amount = exchange(from, terms.currency, terms.rate);
  return {
    old: next(invoice, { status: 'reissued', reissuedAs: issued.invoiceId }),
    replacement: {
      ...issueInvoice(issued.invoiceId, { customerId, amount, dueAt, description, reference, mandateId }, issued.at),
      reissueOf: invoice.invoiceId,
      exchange: { from, rate: terms.rate },
    },
  };
};
