import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../kernel/money/money.ts';
import type { Policy, PolicySource } from './policy.ts';
import { policyOn, versionOf } from './policy.ts';

const directions: PolicySource = {
  title: 'RBI/2018-19/101, limited liability of holders of instruments of non-banks',
  url: 'https://website.rbi.org.in/as/web/rbi/-/notifications/customer-protection-limiting-liability-of-customers-in-unauthorised-electronic-payment-transactions-in-prepaid-payment-instruments-ppis-issued-by-authorised-non-banks-11446',
};

const row = (name: string) =>
  ({
    key: `law.liability.nonBank.${name}`,
    rule: 91,
    effectiveFrom: '2019-03-01',
    status: 'in_force',
    scope: { jurisdiction: 'IN', instrument: 'any' },
    sources: [directions],
    confidence: 'high',
  }) as const;

/** Unauthorised payments by a third party's breach, on instruments of non-banks (rule 91). */
export const liabilityLaw: readonly Policy[] = [
  { ...row('zeroDays'), unit: 'days', value: 3 },
  { ...row('cappedDays'), unit: 'days', value: 7 },
  { ...row('cappedMaxMinor'), unit: 'minor_units', currency: 'INR', value: 10_000_00n },
];

/** What the holder bears of an unauthorised payment; `issuer_policy`: what the issuer's board has decided. */
export type Liability = { readonly versions: readonly string[] } & (
  { readonly kind: 'none' } | { readonly kind: 'capped'; readonly most: Money } | { readonly kind: 'issuer_policy' }
);

/**
 * How much the holder bears when nobody at fault is the issuer's or the holder's own (rule 91).
 * @param report dates in the programme's time zone; the day of the alert itself does not count
 * @throws Error before the rule's first day: nothing older is disputed
 */
export const liabilityFor = (report: {
  readonly amount: Money;
  readonly alertedOn: Temporal.PlainDate;
  readonly reportedOn: Temporal.PlainDate;
}): Liability => {
  const { amount, alertedOn, reportedOn } = report;
  const [zero, capped, most] = ['zeroDays', 'cappedDays', 'cappedMaxMinor'].map((name) =>
    policyOn(liabilityLaw, row(name).key, alertedOn),
  );
  if (zero?.unit !== 'days' || capped?.unit !== 'days' || most?.unit !== 'minor_units') {
    throw new Error(`no rule of liability holds on ${alertedOn.toString()}`);
  }
  const { days } = alertedOn.until(reportedOn, { largestUnit: 'days' });
  const versions = [zero, capped, most].map(versionOf);
  if (days <= zero.value) return { kind: 'none', versions };
  if (days > capped.value) return { kind: 'issuer_policy', versions };
  const minor = amount.minor < most.value ? amount.minor : most.value;
  return { kind: 'capped', most: { ...amount, minor }, versions };
};
