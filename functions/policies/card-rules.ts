import type { Temporal } from 'temporal-polyfill';
import type { Currency } from '../kernel/money/currency.ts';
import type { Money } from '../kernel/money/money.ts';
import { money } from '../kernel/money/money.ts';
import type { Policy, Versions } from './policy.ts';
import { policyOn, versionsOf } from './policy.ts';
import { ppiLaw } from './ppi-law.ts';
import { indianTimeZone } from './window.ts';

/** Version of the numbers and lists below; kept with every decision that was made by them. */
export const cardRulesVersion = 'card-rules/2026-11';

/**
 * Days that a hold stays without a clearing (rule 117): a purchase, and a merchant who takes the card first and knows
 * the amount later. Practice of the field, not law.
 */
const purchaseDays = 7;
const preAuthorizationDays = 30;

/** Airlines, car rental, lodging: ISO 18245 ranges for single companies and the general codes. */
const takesCardFirst = (mcc: string): boolean => {
  const code = Number(mcc);
  return (code >= 3000 && code <= 3999) || ['4411', '4511', '4722', '7011', '7512', '7513', '7519'].includes(mcc);
};

/** @param mcc merchant category code, four digits */
export const holdDays = (mcc: string): number => (takesCardFirst(mcc) ? preAuthorizationDays : purchaseDays);

/** ISO 3166 country whose terminals are at home for a program of this currency; the euro area is one home. */
const homes: Readonly<Record<Currency, readonly string[]>> = {
  AED: ['AE'],
  BHD: ['BH'],
  EUR: [
    ...['AT', 'BE', 'BG', 'CY', 'DE', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR'],
    ...['IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PT', 'SI', 'SK'],
  ],
  GBP: ['GB'],
  INR: ['IN'],
  JPY: ['JP'],
  KWD: ['KW'],
  PLN: ['PL'],
  SGD: ['SG'],
  USD: ['US'],
};

/** @param country ISO 3166 alpha-2 of the merchant */
export const isAbroad = (currency: Currency, country: string): boolean => !homes[currency].includes(country);

/** Cash by a card: what the law says of it for a holder known at a level (rules 63, 67). */
export interface CashRules {
  readonly allowed: boolean;
  /** Keys of the policies, for the decision's evidence. */
  readonly rules: readonly string[];
  readonly perTransaction: Money | undefined;
  readonly perMonth: Money | undefined;
}

const amountOf = (policy: Policy | undefined): Money | undefined =>
  policy?.unit === 'minor_units' ? money(policy.value, policy.currency) : undefined;

/** @param at the instant of the withdrawal; its date in India chooses the version of each rule */
export const cashRules = (
  holder: { readonly level: 'minimum' | 'full'; readonly currency: Currency },
  at: Temporal.Instant,
): CashRules => {
  if (holder.currency !== 'INR') {
    return { allowed: true, rules: [cardRulesVersion], perTransaction: undefined, perMonth: undefined };
  }
  const on = at.toZonedDateTimeISO(indianTimeZone).toPlainDate();
  if (holder.level === 'minimum') {
    const rule = 'law.ppi.small.cashOutAllowed';
    const policy = policyOn(ppiLaw, rule, on);
    const allowed = policy?.unit !== 'flag' || policy.value;
    return { allowed, rules: [rule], perTransaction: undefined, perMonth: undefined };
  }
  const rules = ['law.ppi.full.cashOutTxnMaxMinor', 'law.ppi.full.cashOutMonthMaxMinor'] as const;
  return {
    allowed: true,
    rules,
    perTransaction: amountOf(policyOn(ppiLaw, rules[0], on)),
    perMonth: amountOf(policyOn(ppiLaw, rules[1], on)),
  };
};

/** Spending abroad: what the law says of it for a holder known at a level (rule 87). */
export interface AbroadRules {
  readonly allowed: boolean;
  /** Versions of the policies, for the decision's evidence. */
  readonly rules: Versions;
  /** For a holder who may; told of the others too, since full KYC would make them one. */
  readonly perTransaction: Money | undefined;
  readonly perMonth: Money | undefined;
}

/** Whether rule 87 speaks of a payment: rupees that are spent outside India. */
export const isCrossBorder = (currency: Currency, country: string): boolean =>
  currency === 'INR' && isAbroad(currency, country);

/** @param at the instant of the payment; its date in India chooses the version of each rule */
export const abroadRules = (level: 'minimum' | 'full', at: Temporal.Instant): AbroadRules => {
  const on = at.toZonedDateTimeISO(indianTimeZone).toPlainDate();
  const ofSmall = policyOn(ppiLaw, 'law.ppi.small.crossBorderAllowed', on);
  const ofPayment = policyOn(ppiLaw, 'law.ppi.full.crossBorder.txnMaxMinor', on);
  const ofMonth = policyOn(ppiLaw, 'law.ppi.full.crossBorder.monthMaxMinor', on);
  const allowed = level === 'full' || ofSmall?.unit !== 'flag' || ofSmall.value;
  return {
    allowed,
    rules: allowed ? versionsOf(ofPayment, ofMonth) : versionsOf(ofSmall),
    perTransaction: amountOf(ofPayment),
    perMonth: amountOf(ofMonth),
  };
};
