import type { Temporal } from 'temporal-polyfill';
import type { CardMandate, CardMandateDebit } from './card-mandate.ts';
import { findDebit, isOpenDebit, withDebit } from './card-mandate.ts';
import { cycleAt } from './mandate-cycle.ts';

/**
 * The registration was approved, but its payee heard "declined": there is no mandate, and the payee may register it anew.
 * @returns undefined when it was debited since, or was taken back before: the payee knows of it, or nothing is left to do
 */
export const unregistered = (mandate: CardMandate, now: Temporal.Instant): CardMandate | undefined => {
  if (mandate.status === 'not_registered') return undefined;
  if (mandate.debits.some(({ status }) => status === 'debited')) return undefined;
  const debits = mandate.debits.map((debit): CardMandateDebit =>
    isOpenDebit(debit, now) ? { ...debit, status: 'cancelled', endedAt: now } : debit,
  );
  return { ...mandate, status: 'not_registered', debits, sequence: mandate.sequence + 1 };
};

/** Where a debit stands that was not made after all: where it was, so that it may come again until its notice lapses. */
const statusBefore = (
  { status }: CardMandate,
  { deliveredAt, noticeId }: CardMandateDebit,
): CardMandateDebit['status'] => {
  // What nobody had announced is over: the next one is another debit.
  if (status !== 'active' || noticeId === undefined) return 'cancelled';
  return deliveredAt === undefined ? 'notifying' : 'notified';
};

/** One use of the cycle is taken back; another debit's stays. */
const withCycleFreed = (mandate: CardMandate, cycle: string): CardMandate => {
  const at = mandate.usedCycles.lastIndexOf(cycle);
  return at < 0 ? mandate : { ...mandate, usedCycles: mandate.usedCycles.toSpliced(at, 1) };
};

/**
 * The debit was approved, but its payee heard "declined": it was not made, and its cycle is free again.
 * @returns undefined when this authorization made no such debit, or it was taken back before
 */
export const undebited = (
  mandate: CardMandate,
  { debitId, authorizationId }: { readonly debitId: string; readonly authorizationId: string },
  now: Temporal.Instant,
): CardMandate | undefined => {
  const debit = findDebit(mandate, debitId);
  if (debit?.status !== 'debited' || debit.authorizationId !== authorizationId) return undefined;
  const status = statusBefore(mandate, debit);
  const before = {
    ...debit,
    status,
    authorizationId: undefined,
    endedAt: status === 'cancelled' ? now : undefined,
    declined: 'out_of_time',
  };
  const cycle = cycleAt(mandate, { at: debit.endedAt ?? now, debitId });
  return withCycleFreed(withDebit(mandate, before, now), cycle);
};
