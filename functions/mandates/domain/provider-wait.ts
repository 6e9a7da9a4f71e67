import { Temporal } from 'temporal-polyfill';
import { isRefundOpen } from './auth-charge.ts';
import type { Mandate } from './mandate.ts';

const latest = (moments: readonly Temporal.Instant[]): Temporal.Instant | undefined =>
  moments.toSorted((left, right) => Temporal.Instant.compare(left, right)).at(-1);

/**
 * Since when a mandate waits for the payment provider's word: an authentication, a confirmation, a cancellation, a
 * refund. Of several waits the latest counts, since the poller asks less often the longer it has lasted.
 * @returns undefined when nothing is to be heard; `unknown` when nobody noted since when
 */
export const waitsForProviderSince = (mandate: Mandate): Temporal.Instant | 'unknown' | undefined => {
  const { status, openOperation, authCharge, otherCharges, tokensToCancel, afa, createdAt } = mandate;
  const charges = authCharge === undefined ? otherCharges : [authCharge, ...otherCharges];
  const since = latest([
    ...(status === 'pending_authentication' ? [createdAt] : []),
    ...(status === 'pending_confirmation' ? [afa?.at ?? createdAt] : []),
    ...(openOperation === undefined ? [] : [openOperation.startedAt]),
    ...charges.filter(isRefundOpen).map(({ capturedAt }) => capturedAt),
  ]);
  const isClosing = status === 'cancellation_pending' || tokensToCancel.length > 0;
  return since ?? (isClosing ? 'unknown' : undefined);
};
