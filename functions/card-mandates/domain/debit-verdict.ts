import { Temporal } from 'temporal-polyfill';
import type { Money } from '../../kernel/money/money.ts';
import { toWire } from '../../kernel/money/money.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import { afaNeed } from '../../policies/afa-need.ts';
import { issuerEligibleAt } from '../../policies/card-notices.ts';
import { flagOn, namesOn } from '../../policies/shared-rules.ts';
import { dayOf, indianTimeZone } from '../../policies/window.ts';
import type { AfaProof, CardMandate, CardMandateDebit, CardMandateTerms, MandateMerchant } from './card-mandate.ts';
import { isExpired, lapsesAt } from './card-mandate.ts';
import type { TradeFinding } from './claimed-trade.ts';
import { tradeFindings } from './claimed-trade.ts';
import { cycleAt } from './mandate-cycle.ts';
import type { RegistrationRefusal } from './registration.ts';
import { registrationRefusal } from './registration.ts';

/** Why a debit under a mandate is not let through. */
export type MandateReason =
  | 'mandate_unknown'
  | 'mandate_ended'
  | 'mandate_amount_exceeded'
  | 'mandate_cycle_used'
  | 'mandate_not_notified'
  | 'mandate_notice_too_recent'
  | 'mandate_debit_skipped'
  | 'authentication_required';

/** One thing that was looked at. `input` and `threshold` are JSON values. */
export interface Finding {
  readonly name: 'mandate' | 'mandate_amount' | 'mandate_ceiling' | 'mandate_cycle' | 'mandate_notice';
  readonly passed: boolean;
  readonly input: unknown;
  readonly threshold: unknown;
  /** Which rule, by number and by the versions that held. */
  readonly ruleVersion: string;
  readonly reason: MandateReason;
}

/** The same of a registration. */
export interface RegistrationFinding extends Omit<Finding, 'name' | 'reason'> {
  readonly name: 'mandate_terms' | 'mandate_authentication';
  readonly reason: RegistrationRefusal | 'authentication_required';
}

/** A debit as it arrives: the card and chain that it is made from, who asks, and what the message names. */
export interface AskedDebit {
  readonly cardId: string;
  readonly chain: string;
  readonly merchant: MandateMerchant;
  readonly amount: Money;
  /** The network's name of the announcement, when the message carries one. */
  readonly announcement: string | undefined;
}

const framework = 'law.emandate';

/**
 * Whether the mandate is that card's and that payee's. Payees change what they are called on a statement; one of another
 * trade or country is not the one that the holder agreed with, and whose notice it got.
 */
export const isUnder = (mandate: CardMandate, asked: AskedDebit, now: Temporal.Instant): boolean => {
  const follows = asked.chain === mandate.chain && flagOn(`${framework}.remapOnReissue`, dayOf(now));
  const isPayee = asked.merchant.mcc === mandate.merchant.mcc && asked.merchant.country === mandate.merchant.country;
  return isPayee && (asked.cardId === mandate.cardId || follows);
};

const standing = (mandate: CardMandate, asked: AskedDebit, now: Temporal.Instant): Finding => {
  const isTheirs = isUnder(mandate, asked, now);
  const ended = mandate.status === 'withdrawn' || isExpired(mandate, now);
  return {
    name: 'mandate',
    passed: isTheirs && !ended,
    input: isTheirs ? { status: mandate.status, validUntil: toTimestamp(mandate.validUntil) } : null,
    threshold: 'active',
    ruleVersion: 'rules 6, 13, 16',
    reason: isTheirs ? 'mandate_ended' : 'mandate_unknown',
  };
};

const amountFinding = ({ maxAmount, amountRule }: CardMandate, { amount }: AskedDebit): Finding => ({
  name: 'mandate_amount',
  passed:
    amount.currency === maxAmount.currency &&
    (amountRule === 'exact' ? amount.minor === maxAmount.minor : amount.minor <= maxAmount.minor),
  input: toWire(amount),
  threshold: { ...toWire(maxAmount), rule: amountRule },
  ruleVersion: 'rule 14',
  reason: 'mandate_amount_exceeded',
});

const ceilingFinding = ({ category }: CardMandate, { amount }: AskedDebit, now: Temporal.Instant): Finding => {
  const { required, ceiling, versions } = afaNeed(dayOf(now), { amount, category });
  return {
    name: 'mandate_ceiling',
    passed: !required,
    input: Number(amount.minor),
    threshold: Number(ceiling.minor),
    ruleVersion: versions.join(', '),
    reason: 'authentication_required',
  };
};

const cycleFinding = (mandate: CardMandate, debitId: string, now: Temporal.Instant): Finding => {
  const cycle = cycleAt(mandate, { at: now, debitId });
  return {
    name: 'mandate_cycle',
    passed: !mandate.usedCycles.includes(cycle),
    input: cycle,
    threshold: mandate.frequency,
    ruleVersion: 'rule 32',
    reason: 'mandate_cycle_used',
  };
};

/**
 * From when on the debit may be made: its notice has run long enough, and the day that it named is here (rule 9).
 * Undefined until it is delivered.
 */
export const eligibleAt = ({ deliveredAt, dueAt }: CardMandateDebit): Temporal.Instant | undefined => {
  if (deliveredAt === undefined) return undefined;
  return issuerEligibleAt(deliveredAt, dayOf(dueAt).toZonedDateTime(indianTimeZone).toInstant());
};

const noticeReason = (debit: CardMandateDebit | undefined, now: Temporal.Instant): MandateReason | undefined => {
  if (debit === undefined) return 'mandate_not_notified';
  if (debit.status === 'skipped') return 'mandate_debit_skipped';
  if (debit.status === 'debited' || debit.status === 'cancelled') return 'mandate_not_notified';
  const from = eligibleAt(debit);
  if (from === undefined || Temporal.Instant.compare(now, lapsesAt(debit)) >= 0) return 'mandate_not_notified';
  return Temporal.Instant.compare(now, from) < 0 ? 'mandate_notice_too_recent' : undefined;
};

const noticeFinding = (debit: CardMandateDebit | undefined, { amount }: AskedDebit, now: Temporal.Instant): Finding => {
  const reason = noticeReason(debit, now);
  const isSame = debit?.amount.minor === amount.minor && debit.amount.currency === amount.currency;
  const from = debit === undefined ? undefined : eligibleAt(debit);
  return {
    name: 'mandate_notice',
    passed: reason === undefined && isSame,
    input: debit === undefined ? null : { debitId: debit.debitId, status: debit.status, ...toWire(debit.amount) },
    threshold: { ...toWire(amount), notBefore: from === undefined ? null : toTimestamp(from) },
    ruleVersion: 'rules 8, 28',
    reason: reason ?? 'mandate_not_notified',
  };
};

/** Whether the law lets debits of this mandate through without notice (rule 12). */
const isExempt = ({ exemption }: CardMandate, now: Temporal.Instant): boolean =>
  exemption !== undefined && namesOn(`${framework}.preDebitExemptions`, dayOf(now)).includes(exemption);

/** The announced debit that a message names. */
export const announcedDebit = (mandate: CardMandate, { announcement }: AskedDebit): CardMandateDebit | undefined =>
  announcement === undefined ? undefined : mandate.debits.find(({ reference }) => reference === announcement);

/**
 * Everything that a debit under a mandate is held against. Pure; all is looked at, and the first that did not pass is
 * the reason. A mandate that we do not hold, or that stands on another card, lets nothing through.
 * @param debitId of the debit that this would be, when nothing was announced
 */
export const debitFindings = (
  mandate: CardMandate | undefined,
  asked: AskedDebit,
  { now, debitId }: { readonly now: Temporal.Instant; readonly debitId: string },
): readonly Finding[] => {
  if (mandate === undefined) {
    return [
      {
        name: 'mandate',
        passed: false,
        input: null,
        threshold: 'active',
        ruleVersion: 'rule 6',
        reason: 'mandate_unknown',
      },
    ];
  }
  const debit = announcedDebit(mandate, asked);
  return [
    standing(mandate, asked, now),
    amountFinding(mandate, asked),
    ceilingFinding(mandate, asked, now),
    cycleFinding(mandate, debit?.debitId ?? debitId, now),
    ...(debit === undefined && isExempt(mandate, now) ? [] : [noticeFinding(debit, asked, now)]),
  ];
};

/** What a registration is held against: its terms, and that the holder agreed to them (rule 6). */
export const registrationFindings = (
  known: CardMandate | undefined,
  { terms, authentication }: { readonly terms: CardMandateTerms; readonly authentication: AfaProof | undefined },
  now: Temporal.Instant,
): readonly (RegistrationFinding | TradeFinding)[] => {
  const refusal = registrationRefusal(known, terms, now);
  return [
    {
      name: 'mandate_terms',
      passed: refusal === undefined,
      input: { validUntil: toTimestamp(terms.validUntil), maxAmount: toWire(terms.maxAmount) },
      threshold: 'new, and valid from now on',
      ruleVersion: 'rules 12, 13, 14',
      reason: refusal ?? 'mandate_terms_invalid',
    },
    ...tradeFindings(terms, now),
    {
      name: 'mandate_authentication',
      passed: authentication !== undefined,
      input: authentication?.method ?? null,
      threshold: '3ds',
      ruleVersion: 'rule 6',
      reason: 'authentication_required',
    },
  ];
};

/** Whether the holder's, the card's and the program's own switches and limits do not bind debits (rule 17). */
export const controlsAreLifted = (findings: readonly Finding[], now: Temporal.Instant): boolean =>
  findings.every(({ passed }) => passed) && flagOn(`${framework}.ignoreCustomerControls`, dayOf(now));
