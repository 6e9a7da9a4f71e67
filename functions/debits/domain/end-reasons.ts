/**
 * Why a debit ended, or an attempt failed, besides the provider's own reasons (regulation.md 2.6): a closed vocabulary, so
 * that rates can be counted by it (SH-32).
 */
export const endReasons = [
  /** Neither the first notice nor its repeat was delivered. */
  'notice_undelivered',
  'notice_lapsed',
  /** The provider holds an order of another amount under our receipt: somebody must look (SH-26). */
  'receipt_conflict',
  'mandate_paused',
  'mandate_withdrawn',
  'mandate_expired',
  'mandate_not_active',
  /** The debit is not what the payer was told. */
  'content_changed',
  /** The mandate allows less than when the debit was made. */
  'amount_above_maximum',
  'authentication_required',
  'authentication_expired',
  'authentication_failed',
  /** No lawful moment is left in the cycle. */
  'cycle_over',
  'cycle_used',
  /** The provider does not know of the attempt. */
  'not_received',
  'skipped_by_customer',
] as const;
export type EndReason = (typeof endReasons)[number];
