import type { Temporal } from 'temporal-polyfill';
import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { AfaProof, CardMandate, CardMandateDebit } from './card-mandate.ts';
import { findDebit, isExpired, isOpenDebit, withCycleUsed, withDebit } from './card-mandate.ts';
import { cycleAt } from './mandate-cycle.ts';

/** A debit as the third party announces it. */
export interface Announcement {
  readonly debitId: string;
  readonly reference: string;
  readonly amount: Money;
  readonly dueAt: Temporal.Instant;
  readonly reason: string;
}

/** Debits that may be announced at the same time under `as_presented`. */
const mostOpen = 10;

/** Why an announcement is of no use: the debit would be declined whatever happens. */
export type AnnouncementRefusal =
  'mandate_unknown' | 'mandate_ended' | 'mandate_amount_exceeded' | 'mandate_cycle_used' | 'mandate_debit_open';

const amountFits = ({ amountRule, maxAmount }: CardMandate, { minor, currency }: Money): boolean =>
  currency === maxAmount.currency && (amountRule === 'exact' ? minor === maxAmount.minor : minor <= maxAmount.minor);

/** The mandate with the debit whose notice goes out now, or why there is none. */
export const announce = (
  mandate: CardMandate,
  announcement: Announcement,
  now: Temporal.Instant,
): CardMandate | AnnouncementRefusal => {
  const { debitId, amount, dueAt } = announcement;
  if (mandate.status === 'withdrawn' || isExpired(mandate, now)) return 'mandate_ended';
  if (!amountFits(mandate, amount)) return 'mandate_amount_exceeded';
  const cycle = cycleAt(mandate, { at: dueAt, debitId });
  if (mandate.usedCycles.includes(cycle)) return 'mandate_cycle_used';
  const open = mandate.debits.filter((debit) => isOpenDebit(debit, now));
  if (open.some((debit) => debit.cycle === cycle) || open.length >= mostOpen) return 'mandate_debit_open';
  return withDebit(mandate, { ...announcement, cycle, status: 'notifying', announcedAt: now }, now);
};

/** The announced debit that was skipped leaves its cycle free: the third party may announce another. */
const found = (mandate: CardMandate, debitId: string): CardMandateDebit => {
  const debit = findDebit(mandate, debitId);
  if (debit === undefined) throw new NotFound('debit_not_found');
  return debit;
};

/** What a channel's receipt says of the notice; undefined when it changes nothing. */
export const heardOfNotice = (
  mandate: CardMandate,
  { debitId, deliveredAt }: { readonly debitId: string; readonly deliveredAt: Temporal.Instant | undefined },
  now: Temporal.Instant,
): CardMandate | undefined => {
  const debit = findDebit(mandate, debitId);
  if (debit === undefined || !isOpenDebit(debit, now)) return undefined;
  if (deliveredAt === undefined) {
    // A message that came back was not delivered, whatever was said before.
    return debit.status === 'notice_failed'
      ? undefined
      : withDebit(mandate, { ...debit, status: 'notice_failed', deliveredAt: undefined }, now);
  }
  return debit.status === 'notified'
    ? undefined
    : withDebit(mandate, { ...debit, status: 'notified', deliveredAt }, now);
};

/**
 * The holder opts out of one debit (rule 6).
 * @returns undefined when it has done so already
 * @throws debit_not_found; invalid_state when there is nothing left to skip
 */
export const skip = (
  mandate: CardMandate,
  { debitId, afa }: { readonly debitId: string; readonly afa: AfaProof },
  now: Temporal.Instant,
): CardMandate | undefined => {
  const debit = found(mandate, debitId);
  if (debit.status === 'skipped') return undefined;
  if (!isOpenDebit(debit, now)) throw new InvalidState('The debit has been carried out, or its notice has lapsed.');
  return withDebit(mandate, { ...debit, status: 'skipped', afa, endedAt: now }, now);
};

/**
 * The holder withdraws: every announced debit is off with it.
 * @returns undefined when it was withdrawn before
 * @throws invalid_state when its validity is over
 */
export const withdraw = (mandate: CardMandate, afa: AfaProof, now: Temporal.Instant): CardMandate | undefined => {
  if (mandate.status === 'withdrawn') return undefined;
  if (isExpired(mandate, now)) throw new InvalidState('The mandate has expired.');
  const debits = mandate.debits.map((debit): CardMandateDebit =>
    isOpenDebit(debit, now) ? { ...debit, status: 'cancelled', endedAt: now } : debit,
  );
  return { ...mandate, status: 'withdrawn', withdrawal: afa, debits, sequence: mandate.sequence + 1 };
};

/** A debit as its message arrives: one that was announced, or one without notice. */
export interface ArrivedDebit {
  readonly debitId: string;
  readonly reference: string;
  readonly amount: Money;
  readonly authorizationId: string;
}

const arrived = (mandate: CardMandate, { debitId, reference, amount }: ArrivedDebit, now: Temporal.Instant) =>
  findDebit(mandate, debitId) ?? {
    ...{ debitId, reference, amount, dueAt: now, announcedAt: now, status: 'notifying' as const },
    reason: 'balance below its threshold',
    cycle: cycleAt(mandate, { at: now, debitId }),
  };

/** The debit is approved: its cycle is used. */
export const debited = (mandate: CardMandate, debit: ArrivedDebit, now: Temporal.Instant): CardMandate => {
  const { declined: _before, ...known } = { declined: undefined, ...arrived(mandate, debit, now) };
  const cycle = cycleAt(mandate, { at: now, debitId: debit.debitId });
  const done = { ...known, status: 'debited', authorizationId: debit.authorizationId, endedAt: now } as const;
  return withCycleUsed(withDebit(mandate, done, now), cycle);
};

/** The debit is declined: an announced one may be tried again until its notice lapses. */
export const declined = (
  mandate: CardMandate,
  { debitId, reason }: { readonly debitId: string | undefined; readonly reason: string },
  now: Temporal.Instant,
): CardMandate => {
  const debit = debitId === undefined ? undefined : findDebit(mandate, debitId);
  return debit === undefined
    ? { ...mandate, sequence: mandate.sequence + 1 }
    : withDebit(mandate, { ...debit, declined: reason }, now);
};
