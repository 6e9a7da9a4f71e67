import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import type { Refunded } from './refund.ts';

/**
 * States of a one-time payment. `scheduled`: it is collected by a debit on the mandate's token, whose own state says more.
 * The others are those of a payment on session.
 */
export const paymentStatuses = ['scheduled', 'requires_authentication', 'succeeded', 'failed', 'abandoned'] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/** How the payer authenticates: the bank's page for cards, the app for UPI. */
export interface PaymentAuthentication {
  readonly type: 'redirect' | 'upi_intent';
  readonly url: string;
  readonly expiresAt: Temporal.Instant;
}

/** Money that a customer pays once, with the instrument of a mandate (SH-13). */
export interface Payment {
  readonly paymentId: string;
  readonly customerId: string;
  readonly mandateId: string;
  readonly method: 'card' | 'upi';
  readonly amount: Money;
  readonly status: PaymentStatus;
  readonly description: string;
  readonly reference?: string | undefined;
  /** The debit that collects it, or that it stands in for because the payer has to authenticate (SH-22). */
  readonly debitId?: string | undefined;
  /** The provider's order, on session. */
  readonly orderId?: string | undefined;
  readonly authentication?: PaymentAuthentication | undefined;
  /** Between these the money comes in (SH-15). */
  readonly expectedFrom: Temporal.Instant;
  readonly expectedBy: Temporal.Instant;
  /** More than the ceiling below which no authentication is asked (SH-32). */
  readonly aboveThreshold: boolean;
  readonly remotePaymentId?: string | undefined;
  readonly succeededAt?: Temporal.Instant | undefined;
  /** Of one that succeeded: the money was in, and as much of it is not there any more. */
  readonly refunded?: Refunded | undefined;
  readonly endReason?: string | undefined;
  /** Since when nobody looks any more whether the money of one that was given up has come after all. */
  readonly closedAt?: Temporal.Instant | undefined;
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

const next = (payment: Payment, change: Partial<Omit<Payment, 'paymentId' | 'sequence'>>): Payment => ({
  ...payment,
  ...change,
  sequence: payment.sequence + 1,
});

/** The payment whose money is in; one that had been given up may still come, and then has. */
export const paymentCaptured = (
  payment: Payment,
  captured: { readonly remotePaymentId: string; readonly at: Temporal.Instant },
): Payment =>
  next(payment, {
    status: 'succeeded',
    remotePaymentId: captured.remotePaymentId,
    succeededAt: captured.at,
    endReason: undefined,
    closedAt: undefined,
  });

/** The payment of whose money something went back. */
export const paymentRefunded = (payment: Payment, refunded: Refunded): Payment => next(payment, { refunded });

/** The payment whose money is not looked for any more; the provider's word of it still counts. */
export const closePayment = (payment: Payment, at: Temporal.Instant): Payment => next(payment, { closedAt: at });

/** The payment that its payer did not make: the link is over, or the authentication failed. */
export const paymentAbandoned = (payment: Payment, reason: string): Payment =>
  next(payment, { status: 'abandoned', endReason: reason });
