import type { Temporal } from 'temporal-polyfill';
import type { Mandate } from './mandate.ts';

/**
 * Since when a mandate waits for the payment provider's word: an authentication, a confirmation, a cancellation, a
 * refund. An authentication is over when it expires; a refund may take a week, so the poller has to know its age.
 * @returns undefined when nothing is to be heard; `unknown` when nobody noted since when
 */
export const waitsForProviderSince = (mandate: Mandate): Temporal.Instant | 'unknown' | undefined => {
  const { status, openOperation, authCharge, afa } = mandate;
  if (openOperation?.status === 'afa_pending' || status === 'pending_authentication') return 'unknown';
  if (status === 'cancellation_pending') return 'unknown';
  const isUnconfirmed = status === 'pending_confirmation';
  const isRefundOpen = authCharge !== undefined && ['held', 'captured', 'refund_scheduled'].includes(authCharge.status);
  return isUnconfirmed || isRefundOpen ? (afa?.at ?? mandate.createdAt) : undefined;
};
