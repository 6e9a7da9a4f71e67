import type { Temporal } from 'temporal-polyfill';
import { emandateHouse } from './emandate-house.ts';
import { emandateLaw } from './emandate-law.ts';
import type { Policy } from './policy.ts';
import { policyOn } from './policy.ts';
import { razorpayRules } from './razorpay-rules.ts';
import { upiNetwork } from './upi-network.ts';
import { indianTimeZone } from './window.ts';

/** Instruments that a mandate stands on. */
export type Method = 'card' | 'upi';

/** What the payee sells; decided when the mandate is registered. */
export type Category = 'standard' | 'insurance' | 'mutual_fund' | 'credit_card_bill';

/**
 * Which duties are ours. `collector`: we collect through the provider, so that law, network and provider bind. `issuer`:
 * somebody else debits a card of ours, so that the provider's rules are none of ours.
 */
export type Role = 'collector' | 'issuer';

/** The versions of the rules that a decision used, each `key@effectiveFrom`, to be kept with it. */
export type Versions = readonly string[];

/** All rules on recurring payments: law, network, provider, and what we chose ourselves. */
export const emandateRules: readonly Policy[] = [...emandateLaw, ...upiNetwork, ...razorpayRules, ...emandateHouse];

type Unit = Policy['unit'];

const isIn = <U extends Unit>(policy: Policy, unit: U): policy is Policy & { readonly unit: U } => policy.unit === unit;

/** The day in India on which an instant falls; it chooses the version of each rule. */
export const dayOf = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO(indianTimeZone).toPlainDate();

/** The version of a rule that holds on a day; undefined where none does. */
export const ruleOn = <U extends Unit>(
  key: string,
  unit: U,
  on: Temporal.PlainDate,
): (Policy & { readonly unit: U }) | undefined => {
  const policy = policyOn(emandateRules, key, on);
  return policy !== undefined && isIn(policy, unit) ? policy : undefined;
};

/** Whether a rule that says yes or no says yes on a day; no where no version of it holds. */
export const flagOn = (key: string, on: Temporal.PlainDate): boolean => ruleOn(key, 'flag', on)?.value ?? false;

/** What a rule lists on a day; nothing where no version of it holds. */
export const namesOn = (key: string, on: Temporal.PlainDate): readonly string[] =>
  ruleOn(key, 'names', on)?.value ?? [];
