import { isRefundOpen } from './auth-charge.ts';
import type { AuthCharge } from './auth-charge.ts';
import type { Mandate, MandateStatus } from './mandate.ts';

/** Which state may follow which (domain.md 2.8). */
const next: Readonly<Record<MandateStatus, readonly MandateStatus[]>> = {
  created: ['pending_authentication', 'expired'],
  pending_authentication: ['pending_confirmation', 'rejected', 'expired'],
  // The payer may revoke in the app before the confirmation is heard of (boundary case 15).
  pending_confirmation: ['active', 'rejected', 'cancelled'],
  active: ['paused', 'cancellation_pending', 'cancelled', 'completed', 'expired'],
  paused: ['active', 'cancellation_pending', 'cancelled', 'expired'],
  cancellation_pending: ['cancelled', 'active', 'expired'],
  cancelled: [],
  rejected: [],
  completed: [],
  expired: [],
};

/** Whether a mandate in this state may take that one. */
export const mayBecome = (from: MandateStatus, to: MandateStatus): boolean => next[from].includes(to);

export const isFinal = (status: MandateStatus): boolean => next[status].length === 0;

/** No debit of it may start any more. */
export const isClosing = (status: MandateStatus): boolean => status === 'cancellation_pending' || isFinal(status);

/** Registered and not over: its validity and its debits matter. */
export const isStanding = (status: MandateStatus): boolean =>
  status === 'active' || status === 'paused' || status === 'cancellation_pending';

/** Every charge whose money may still be with us: the registration's and those of later authentications. */
export const chargesOf = ({ authCharge, otherCharges }: Mandate): readonly AuthCharge[] =>
  authCharge === undefined ? otherCharges : [authCharge, ...otherCharges];

/** Whether the provider owes us something that nobody may forget: a confirmation, a cancellation, a refund. */
export const isOwed = (mandate: Mandate): boolean =>
  mandate.status === 'pending_confirmation' ||
  mandate.status === 'cancellation_pending' ||
  mandate.tokensToCancel.length > 0 ||
  mandate.openOperation?.afa !== undefined ||
  chargesOf(mandate).some(isRefundOpen);

/**
 * Whether somebody has to look by himself: what is owed, and for some days an order that may be paid though nobody waits
 * for it any more. A payer who is asked to authenticate owes nothing: that ends by itself.
 */
export const needsFollowing = (mandate: Mandate): boolean => isOwed(mandate) || mandate.lateUntil !== undefined;
