import { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import { cardNoticeLapsesAt } from '../../policies/card-notices.ts';

/** How often the third party may debit (rule 22); `as_presented` whenever it asks. */
export const cardMandateFrequencies = [
  'daily',
  'weekly',
  'fortnightly',
  'monthly',
  'bimonthly',
  'quarterly',
  'half_yearly',
  'yearly',
  'as_presented',
] as const;
export type CardMandateFrequency = (typeof cardMandateFrequencies)[number];

/** Chooses the ceiling below which no authentication is asked (rules 3, 4); told by the network at registration. */
export const cardMandateCategories = ['standard', 'insurance', 'mutual_fund', 'credit_card_bill'] as const;
export type CardMandateCategory = (typeof cardMandateCategories)[number];

/** The only debits that need no notice (rule 12): a transit balance that falls below what its holder chose. */
export const noticeExemptions = ['FASTAG_AUTOLOAD', 'NCMC_AUTOLOAD'] as const;
export type NoticeExemption = (typeof noticeExemptions)[number];

/** That the customer agreed, by a factor of its own: how, when, and where the evidence lies. */
export interface AfaProof {
  readonly method: '3ds' | 'device_session';
  readonly at: Temporal.Instant;
  /** The issuer's transaction id of the 3-D Secure check, or the installation whose session it was. */
  readonly reference: string;
}

export interface MandateMerchant {
  readonly name: string;
  /** ISO 18245, four digits. */
  readonly mcc: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
}

/** How far a debit that was announced has come. */
export const cardMandateDebitStatuses = [
  'notifying',
  'notified',
  'notice_failed',
  'skipped',
  'debited',
  'cancelled',
] as const;
export type CardMandateDebitStatus = (typeof cardMandateDebitStatuses)[number];

/** A debit that the third party announced, or made without notice where none is needed. */
export interface CardMandateDebit {
  readonly debitId: string;
  /** The network's name of the announcement; the debit carries it. */
  readonly reference: string;
  /** What the customer was told; the debit may not differ (rule 28). */
  readonly amount: Money;
  readonly dueAt: Temporal.Instant;
  readonly reason: string;
  /** Slot of a fixed frequency that it takes. */
  readonly cycle: string;
  readonly status: CardMandateDebitStatus;
  readonly announcedAt: Temporal.Instant;
  /** The newest notification of it; absent where no notice is needed. */
  readonly noticeId?: string | undefined;
  /** The first notice was not delivered: this one went over the other channel. */
  readonly isSentAgain?: boolean | undefined;
  /** By the receipt of the channel: the 24 hours run from here. */
  readonly deliveredAt?: Temporal.Instant | undefined;
  readonly authorizationId?: string | undefined;
  /** When it was debited, skipped or cancelled. */
  readonly endedAt?: Temporal.Instant | undefined;
  /** Why the newest try was declined. */
  readonly declined?: string | undefined;
  /** Of a debit that was skipped. */
  readonly afa?: AfaProof | undefined;
}

/** What a third party may take from one of our cards, as its holder agreed with it. */
export interface CardMandateTerms {
  /** The network's name of the mandate; with the card it finds it. */
  readonly reference: string;
  readonly merchant: MandateMerchant;
  /** `exact`: every debit is the maximum. */
  readonly amountRule: 'exact' | 'max';
  /** Per debit. */
  readonly maxAmount: Money;
  readonly frequency: CardMandateFrequency;
  readonly category: CardMandateCategory;
  readonly exemption?: NoticeExemption | undefined;
  readonly validUntil: Temporal.Instant;
  /** How the customer wants to be told (rule 11). */
  readonly channel: 'sms' | 'email';
}

export interface CardMandate extends CardMandateTerms {
  readonly mandateId: string;
  readonly customerId: string;
  readonly balanceId: string;
  /** The card it stands on now. */
  readonly cardId: string;
  /** What all cards that took each other's place are known as: a mandate follows its card (rule 16). */
  readonly chain: string;
  /** `not_registered`: its payee heard "declined"; it is shown to nobody, and may be registered again. */
  readonly status: 'active' | 'withdrawn' | 'not_registered';
  /** Of the registration; there is no mandate without. */
  readonly afa: AfaProof;
  readonly withdrawal?: AfaProof | undefined;
  /** All that are open, and the newest that have ended. */
  readonly debits: readonly CardMandateDebit[];
  /** Newest last. */
  readonly usedCycles: readonly string[];
  readonly createdAt: Temporal.Instant;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

/** Whether there is a mandate under the network's name of it. */
export const isThere = (stored: CardMandate | undefined): stored is CardMandate =>
  stored !== undefined && stored.status !== 'not_registered';

/** As it is shown: `paused` while its card cannot be used, `expired` once its validity is over. */
export type ShownStatus = 'active' | 'paused' | 'withdrawn' | 'expired';

export const isExpired = ({ validUntil }: Pick<CardMandate, 'validUntil'>, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(now, validUntil) >= 0;

export const shownStatus = (
  mandate: Pick<CardMandate, 'status' | 'validUntil'>,
  { now, cardIsUsable }: { readonly now: Temporal.Instant; readonly cardIsUsable: boolean },
): ShownStatus => {
  if (mandate.status !== 'active') return 'withdrawn';
  if (isExpired(mandate, now)) return 'expired';
  return cardIsUsable ? 'active' : 'paused';
};

const open = new Set<CardMandateDebitStatus>(['notifying', 'notified', 'notice_failed']);

/** An unused notice lapses some days after its debit was due (rule 42, kept to on every card). */
export const lapsesAt = ({ dueAt }: Pick<CardMandateDebit, 'dueAt'>): Temporal.Instant =>
  cardNoticeLapsesAt(dueAt) ?? dueAt;

/** Announced, and neither carried out, skipped, cancelled nor lapsed. */
export const isOpenDebit = (debit: CardMandateDebit, now: Temporal.Instant): boolean =>
  open.has(debit.status) && Temporal.Instant.compare(now, lapsesAt(debit)) < 0;

export const findDebit = (mandate: CardMandate, debitId: string): CardMandateDebit | undefined =>
  mandate.debits.find((debit) => debit.debitId === debitId);

/** Ended debits that are kept with the mandate; the events tell of all. */
const keptDebits = 12;

const keptCycles = 4;

/** The next version with one debit put in its place; what ended long ago is left to the history. */
export const withDebit = (mandate: CardMandate, debit: CardMandateDebit, now: Temporal.Instant): CardMandate => {
  const known = mandate.debits.some(({ debitId }) => debitId === debit.debitId);
  const debits = known
    ? mandate.debits.map((one) => (one.debitId === debit.debitId ? debit : one))
    : [...mandate.debits, debit];
  const ended = debits.filter((one) => !isOpenDebit(one, now));
  const dropped = new Set(ended.slice(0, Math.max(0, ended.length - keptDebits)));
  return { ...mandate, debits: debits.filter((one) => !dropped.has(one)), sequence: mandate.sequence + 1 };
};

/** The cycle is used; only the newest count. */
export const withCycleUsed = (mandate: CardMandate, cycle: string): CardMandate => ({
  ...mandate,
  usedCycles: [...mandate.usedCycles, cycle].slice(-keptCycles),
});
