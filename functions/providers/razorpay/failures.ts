import type { FailureClass, ProviderFailure } from '../../mandates/ports/payment-provider.ts';
import { failureClasses } from '../../mandates/ports/payment-provider.ts';
import { PaymentRefused } from '../../mandates/ports/payment-refused.ts';

/** Razorpay's reasons and what they mean for us (regulation.md 2.6): data, so that a new one is a line. */
const reasonsOf: Readonly<Record<FailureClass, readonly string[]>> = {
  mandate_dead: [
    'bank_account_invalid',
    'debit_instrument_blocked',
    'mandate_cancelled',
    'mandate_expired',
    'mandate_not_active',
    'mobile_number_invalid',
    'remitter_account_dormant',
    'umn_does_not_exist_payer',
  ],
  customer_action: [
    'adequate_funds_not_available_blocked',
    'authentication_failed',
    'insufficient_funds',
    'mandate_paused',
    'mpin_not_set_by_customer',
    'number_of_pin_tries_exceeded',
    'payer_account_has_changed',
    'payment_cancelled',
  ],
  request_wrong: [
    // Our own: never sent, see amounts.ts and authentication.ts.
    'amount_not_supported',
    'cards_not_supported',
    'currency_not_supported',
    'BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED',
    'amount_does_not_match_mandate_amount',
    'execution_day_rule_mismatch',
    'payer_seqnum_validation_failure',
    'payment_already_refunded',
    'payment_not_captured',
    'pre_debit_notification_not_sent',
    'refund_amount_exceeds',
  ],
  cycle_already_paid: ['mandate_current_cycle_allowed_debit_exceeds', 'order_already_paid'],
  limit: [
    'limit_exceeded_remitting_bank',
    'mandate_debit_beyond_psp_amount_cap',
    'per_transaction_limit_exceeded',
    'transaction_limit_exceeded',
  ],
  transient: [
    'bank_not_available',
    'bank_technical_error',
    'gateway_technical_error',
    'issuer_dispatch_failed',
    'payment_timed_out',
    'psp_not_available',
    'psp_timeout',
    'request_timed_out',
    'seqnum_mismatch_payer_psp',
  ],
  risk: ['payment_risk_check_failed', 'payment_stopped_by_court_order', 'suspected_fraud_decline'],
  // No failure of a mandate: some registrations show it on their payment (regulation.md 2.5), the token says how it went.
  other: ['upi_dummy_payment'],
};

const classes: ReadonlyMap<string, FailureClass> = new Map(
  failureClasses.flatMap((meaning) => reasonsOf[meaning].map((reason) => [reason, meaning] as const)),
);

/** The failure that a reason names; texts that nobody knows never leave here. */
export const failureOf = (reason: string | null | undefined): ProviderFailure => {
  const known = classes.get(reason ?? '');
  return known === undefined ? { class: 'other', reason: 'unknown_reason' } : { class: known, reason: reason ?? '' };
};

export const paymentRefused = (reason: string): PaymentRefused => new PaymentRefused(failureOf(reason));
