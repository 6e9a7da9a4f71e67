import { Temporal } from 'temporal-polyfill';
import { InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Money } from '../../kernel/money/money.ts';
import type { AfaProof, CardMandate, CardMandateDebit } from './card-mandate.ts';
import { findDebit, isExpired, isOpenDebit, lapsesAt, withCycleUsed, withDebit } from './card-mandate.ts';
import { eligibleAt } from './debit-verdict.ts';
import { cycleAt } from './mandate-cycle.ts';

/** A debit as the third party announces it. */
export interface Announcement {
  readonly debitId: string;
  readonly reference: string;
  readonly amount: Money;
  readonly dueAt: Temporal.Instant;
  readonly reason: string;
  /** The notification by which the holder is told. */
  readonly noticeId: string;
}

/** Debits that may be announced at the same time under `as_presented`. */
const mostOpen = 10;

/** Why an announcement is of no use: the debit would be declined whatever happens. */
export type AnnouncementRefusal =
  | 'mandate_unknown'
  | 'mandate_ended'
  | 'mandate_amount_exceeded'
  | 'mandate_cycle_used'
  | 'mandate_debit_open'
  | 'mandate_not_notified';

const amountFits = ({ amountRule, maxAmount }: CardMandate, { minor, currency }: Money): boolean =>
  currency === maxAmount.currency && (amountRule === 'exact' ? minor === maxAmount.minor : minor <= maxAmount.minor);

/** The debit with a notice that is delivered this moment would come too late, or when the mandate is over. */
const neverDue = (
  mandate: CardMandate,
  debit: CardMandateDebit,
  now: Temporal.Instant,
): AnnouncementRefusal | undefined => {
  const from = eligibleAt({ ...debit, deliveredAt: now });
  if (from === undefined || Temporal.Instant.compare(from, lapsesAt(debit)) >= 0) return 'mandate_not_notified';
  return isExpired(mandate, from) ? 'mandate_ended' : undefined;
};

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
  // What nobody can be told of any more is never debited: it keeps no other from being announced.
  const taken = open.some((debit) => debit.cycle === cycle && debit.status !== 'notice_failed');
  if (taken || open.length >= mostOpen) return 'mandate_debit_open';
  const debit = { ...announcement, cycle, status: 'notifying', announcedAt: now } as const;
  return neverDue(mandate, debit, now) ?? withDebit(mandate, debit, now);
};

/** The announced debit that was skipped leaves its cycle free: the third party may announce another. */
const found = (mandate: CardMandate, debitId: string): CardMandateDebit => {
  const debit = findDebit(mandate, debitId);
  if (debit === undefined) throw new NotFound('debit_not_found');
  return debit;
};

/** What a channel's receipt says of a notice. */
export interface NoticeReceipt {
  readonly debitId: string;
  /** The notification that it is about. */
  readonly noticeId: string;
  /** undefined: it was not delivered, or came back. */
  readonly deliveredAt: Temporal.Instant | undefined;
}

const laterOf = (left: Temporal.Instant, right: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(left, right) < 0 ? right : left;

/**
 * The mandate after a receipt; undefined when it changes nothing. Receipts come in any order: one that is not about the
 * newest notice is history, and what was given up stays so.
 * @param again the notice that goes out over the other channel when the first one was not delivered (boundary case 7)
 */
export const heardOfNotice = (
  mandate: CardMandate,
  { debitId, noticeId, deliveredAt }: NoticeReceipt,
  { now, again }: { readonly now: Temporal.Instant; readonly again: string },
): CardMandate | undefined => {
  const debit = findDebit(mandate, debitId);
  if (debit?.noticeId !== noticeId || !isOpenDebit(debit, now) || debit.status === 'notice_failed') return undefined;
  if (deliveredAt === undefined) {
    // A message that came back was not delivered, whatever was said before.
    const failed = { ...debit, deliveredAt: undefined };
    return debit.isSentAgain === true
      ? withDebit(mandate, { ...failed, status: 'notice_failed' }, now)
      : withDebit(mandate, { ...failed, status: 'notifying', noticeId: again, isSentAgain: true }, now);
  }
  if (debit.status === 'notified') return undefined;
  // A carrier's clock may be behind ours: nothing is delivered before it is sent.
  return withDebit(
    mandate,
    { ...debit, status: 'notified', deliveredAt: laterOf(deliveredAt, debit.announcedAt) },
    now,
  );
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
  /** Of one that nobody announced. */
  readonly reason?: string;
}

const arrived = (mandate: CardMandate, { debitId, reference, amount, reason }: ArrivedDebit, now: Temporal.Instant) =>
  findDebit(mandate, debitId) ?? {
    ...{ debitId, reference, amount, dueAt: now, announcedAt: now, status: 'notifying' as const },
    reason: reason ?? 'balance below its threshold',
    cycle: cycleAt(mandate, { at: now, debitId }),
  };

/** The debit is approved: its cycle is used. */
export const debited = (mandate: CardMandate, debit: ArrivedDebit, now: Temporal.Instant): CardMandate => {
  const { declined: _before, ...known } = { declined: undefined, ...arrived(mandate, debit, now) };
  const cycle = cycleAt(mandate, { at: now, debitId: debit.debitId });
  // What was taken; an approved debit is exactly what was told, one that the network approved by itself may not be.
  const { amount, authorizationId } = debit;
  const done = { ...known, amount, status: 'debited', authorizationId, endedAt: now } as const;
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
