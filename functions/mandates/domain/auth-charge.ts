import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';

/** States of the INR 1 charge (D-17): held and captured by the provider, given back by us. */
export const authChargeStatuses = ['held', 'captured', 'refund_scheduled', 'refunded', 'refund_failed'] as const;

/** The small charge over which a payer authenticates (SH-06), kept as the audit trail of money moved (SH-11). */
export interface AuthCharge {
  readonly authChargeId: string;
  readonly amount: Money;
  readonly status: (typeof authChargeStatuses)[number];
  readonly paymentId: string;
  readonly refundId?: string | undefined;
  readonly refundedAt?: Temporal.Instant | undefined;
}
