import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';

/** States of the INR 1 charge (D-17): held and captured by the provider, given back by us. */
export const authChargeStatuses = ['held', 'captured', 'refund_scheduled', 'refunded', 'refund_failed'] as const;
export type AuthChargeStatus = (typeof authChargeStatuses)[number];

/** What the payer authenticated over it; `late`: nobody waited for the payment any more. */
export const authChargePurposes = ['create', 'modify', 'withdraw', 'late'] as const;
export type AuthChargePurpose = (typeof authChargePurposes)[number];

/** The small charge over which a payer authenticates (SH-06), kept as the audit trail of money moved (SH-11). */
export interface AuthCharge {
  readonly authChargeId: string;
  readonly purpose: AuthChargePurpose;
  readonly amount: Money;
  readonly status: AuthChargeStatus;
  readonly paymentId: string;
  readonly capturedAt: Temporal.Instant;
  /** How often the refund was asked for. */
  readonly refunds: number;
  readonly refundId?: string | undefined;
  readonly refundedAt?: Temporal.Instant | undefined;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

const next: Readonly<Record<AuthChargeStatus, readonly AuthChargeStatus[]>> = {
  held: ['captured'],
  captured: ['refund_scheduled'],
  refund_scheduled: ['refunded', 'refund_failed'],
  refund_failed: ['refund_scheduled'],
  refunded: [],
};

/** A refund that failed is asked for again this often; then somebody has to look. */
export const mostRefunds = 4;

/** Whether the provider still has something to do, or we have to ask it again. */
export const isRefundOpen = ({ status, refunds }: Pick<AuthCharge, 'status' | 'refunds'>): boolean =>
  status !== 'refunded' && !(status === 'refund_failed' && refunds >= mostRefunds);

/**
 * The charge one state on.
 * @throws RangeError when that state does not follow: the caller has not looked
 */
export const advanceCharge = (
  charge: AuthCharge,
  status: AuthChargeStatus,
  facts: Partial<Pick<AuthCharge, 'refunds' | 'refundId' | 'refundedAt'>> = {},
): AuthCharge => {
  if (!next[charge.status].includes(status)) throw new RangeError(`a charge does not go ${charge.status} to ${status}`);
  return { ...charge, ...facts, status, sequence: charge.sequence + 1 };
};
