import type { Temporal } from 'temporal-polyfill';
import type { CardMandate } from './card-mandate.ts';
import { findDebit } from './card-mandate.ts';
import type { ArrivedDebit } from './debit-life.ts';
import { debited } from './debit-life.ts';

/**
 * The mandate after a debit that the card network approved by itself: it happened, whatever the mandate says of it, and its
 * cycle is used. One that was skipped or cancelled was made all the same.
 * @returns undefined when this authorization made the debit before
 */
export const debitedByNetwork = (
  mandate: CardMandate,
  debit: ArrivedDebit,
  now: Temporal.Instant,
): CardMandate | undefined => {
  const known = findDebit(mandate, debit.debitId);
  return known?.status === 'debited' && known.authorizationId === debit.authorizationId
    ? undefined
    : debited(mandate, debit, now);
};
