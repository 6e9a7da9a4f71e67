import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../kernel/money/money.ts';
import { money } from '../kernel/money/money.ts';
import { policyOn } from './policy.ts';
import { ppiLaw } from './ppi-law.ts';
import type { WindowKind } from './window.ts';
import { indianTimeZone } from './window.ts';

/** What a cap counts: the money held, or what moved one way within a window. */
export type Counter = 'outstanding' | 'load' | 'cash_load' | 'cash_out' | 'abroad' | 'transfer_other';

/** A rule that limits a person's money, with the number that holds on the day asked for. */
export interface Cap {
  /** Key of the policy. */
  readonly rule: string;
  readonly limit: Money;
  readonly counter: Counter;
  /** null: never starts again. */
  readonly window: WindowKind | null;
}

type CapRule = Omit<Cap, 'limit'>;

const small: readonly CapRule[] = [
  { rule: 'law.ppi.small.balanceMaxMinor', counter: 'outstanding', window: null },
  { rule: 'law.ppi.small.loadMonthMaxMinor', counter: 'load', window: 'month' },
  { rule: 'law.ppi.small.loadFyMaxMinor', counter: 'load', window: 'financial_year' },
];

const full: readonly CapRule[] = [
  { rule: 'law.ppi.full.balanceMaxMinor', counter: 'outstanding', window: null },
  { rule: 'law.ppi.cashLoadMonthMaxMinor', counter: 'cash_load', window: 'month' },
  { rule: 'law.ppi.full.cashOutMonthMaxMinor', counter: 'cash_out', window: 'month' },
  { rule: 'law.ppi.full.crossBorder.monthMaxMinor', counter: 'abroad', window: 'month' },
  { rule: 'law.ppi.full.transferOtherMonthMaxMinor', counter: 'transfer_other', window: 'month' },
];

/**
 * The caps that a person has under a prepaid instrument of a category (regulation of small and full-KYC PPIs).
 * Caps of a single transaction and of a single beneficiary are not among them: they count nothing.
 * @param at the instant of the transaction; its date in India chooses the version of each rule
 */
export const capsOf = (category: 'small' | 'full', at: Temporal.Instant): readonly Cap[] => {
  const on = at.toZonedDateTimeISO(indianTimeZone).toPlainDate();
  return (category === 'small' ? small : full).flatMap((rule) => {
    const policy = policyOn(ppiLaw, rule.rule, on);
    return policy?.unit === 'minor_units' ? [{ ...rule, limit: money(policy.value, policy.currency) }] : [];
  });
};

/**
 * Until when a small instrument takes money after it was opened (rule 62), and the policy that says so; undefined where no
 * rule holds. Spending what is there goes on.
 * @param openedAt when the instrument was opened
 * @param at the instant of the transaction
 */
export const smallCreditsUntil = (
  openedAt: Temporal.Instant,
  at: Temporal.Instant,
): { readonly rule: string; readonly until: Temporal.Instant } | undefined => {
  const rule = 'law.ppi.smallCash.convertWithinMonths';
  const policy = policyOn(ppiLaw, rule, at.toZonedDateTimeISO(indianTimeZone).toPlainDate());
  if (policy?.unit !== 'months') return undefined;
  return { rule, until: openedAt.toZonedDateTimeISO(indianTimeZone).add({ months: policy.value }).toInstant() };
};

/**
 * Whether small instruments may transfer money out (rule 63), and the policy that says so.
 * @param at the instant of the transaction
 */
export const smallTransferOut = (at: Temporal.Instant): { readonly rule: string; readonly allowed: boolean } => {
  const rule = 'law.ppi.small.transferAllowed';
  const policy = policyOn(ppiLaw, rule, at.toZonedDateTimeISO(indianTimeZone).toPlainDate());
  return { rule, allowed: policy?.unit !== 'flag' || policy.value };
};
