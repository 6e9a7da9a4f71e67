import type { Temporal } from 'temporal-polyfill';
import type { Money } from '../kernel/money/money.ts';
import { maxMinor, money } from '../kernel/money/money.ts';
import type { Category } from './afa-need.ts';
import { afaNeed } from './afa-need.ts';
import type { Frequency } from './cycle-spans.ts';
import type { Method } from './emandate-rules.ts';
import { namesOn, ruleOn } from './emandate-rules.ts';
import type { Versions } from './policy.ts';
import type { LimitsOfPayer, ObservedLimits, PayerLimit } from './payer-limits.ts';
import { smallestLimit } from './payer-limits.ts';
import { versionOf } from './policy.ts';
import { dayOf } from './window.ts';

export interface MandateMaximum {
  /** What to register when the caller has no better number. */
  readonly suggested: Money;
  /** Whether more than the registered maximum fails at once (UPI) or is taken with an authentication (cards) (SH-18). */
  readonly hard: boolean;
  /** No mandate is registered above it. */
  readonly most: Money;
  /** Which limit of the payer is suggested, and whose word it is; absent where another bound is smaller, and on cards. */
  readonly limiting?: Pick<PayerLimit, 'factor' | 'source'> | undefined;
  readonly versions: Versions;
}

/** Codes under which a payee of a category is known to network and provider (regulation, section 1.3). */
const merchantCodesOf: Readonly<Record<Category, readonly string[]>> = {
  standard: [],
  insurance: ['6300', '6529', '5960'],
  mutual_fund: ['6211'],
  credit_card_bill: ['6012', '5413'],
};

interface KnownOfPayer {
  readonly knownLimits?: LimitsOfPayer | undefined;
  /** What earlier payments and registrations have shown of the same bank and app. */
  readonly observed?: ObservedLimits | undefined;
}

const upiMaximum = (
  category: Category,
  { knownLimits = {}, observed = {} }: KnownOfPayer,
  on: Temporal.PlainDate,
): MandateMaximum => {
  const special = ruleOn('provider.razorpay.upi.maxMinor.byMcc', 'minor_units', on);
  const isSpecial = merchantCodesOf[category].some((code) => special?.scope.merchantCategoryCodes?.includes(code));
  const rule = isSpecial ? special : ruleOn('provider.razorpay.upi.maxMinor.default', 'minor_units', on);
  const most = money(rule?.value ?? maxMinor, 'INR');
  const house = ruleOn('house.emandate.upi.defaultMaxMinor', 'minor_units', on);
  const assumed = money(house?.value ?? 0n, 'INR');
  const { factor, source, amount } = smallestLimit({ declared: knownLimits, observed, assumed });
  const isBound = most.minor < amount.minor;
  return {
    suggested: isBound ? most : amount,
    hard: true,
    most,
    ...(isBound ? {} : { limiting: { factor, source } }),
    versions: [rule, house].flatMap((used) => (used ? [versionOf(used)] : [])),
  };
};

/**
 * What a mandate's maximum may be and what it had best be. UPI: the smallest of the bank's recurring limit, the bank's daily
 * limit and the app's recurring limit, each as declared, else as observed, else INR 5,000 (SH-19 to SH-21), under the
 * provider's bound (rules 53, 54). Cards: what needs no authentication (rules 3, 4); more may be registered, and then asks
 * for one. Amounts are in INR.
 */
export const mandateMaximum = ({
  method,
  category,
  on,
  ...known
}: KnownOfPayer & {
  readonly method: Method;
  readonly category: Category;
  /** The day of the registration in India. */
  readonly on: Temporal.PlainDate;
}): MandateMaximum => {
  if (method === 'upi') return upiMaximum(category, known, on);
  const most = money(maxMinor, 'INR');
  const { ceiling, versions } = afaNeed(on, { amount: most, category });
  return { suggested: ceiling, hard: false, most, versions };
};

const frequencies: readonly Frequency[] = [
  'daily',
  'weekly',
  'fortnightly',
  'monthly',
  'bimonthly',
  'quarterly',
  'half_yearly',
  'yearly',
  'as_presented',
];

/** What a mandate of a method may be registered with (rule 22); a single payment is no mandate. */
export const frequenciesOf = (method: Method, on: Temporal.PlainDate): ReadonlySet<Frequency> => {
  const names = namesOn(method === 'upi' ? 'network.upi.frequencies' : 'provider.razorpay.card.frequencies', on);
  return new Set(frequencies.filter((frequency) => names.includes(frequency)));
};

interface Deadline {
  readonly at: Temporal.Instant;
  readonly versions: Versions;
}

const after = (key: string, from: Temporal.Instant): Deadline => {
  const rule = ruleOn(key, 'seconds', dayOf(from));
  return rule === undefined
    ? { at: from, versions: [] }
    : { at: from.add({ seconds: rule.value }), versions: [versionOf(rule)] };
};

/**
 * Until when a payer may authenticate: the life of the provider's link on cards (rule 41), half an hour in a UPI app.
 * @param from when the authentication was opened
 */
export const authenticationExpiry = (method: Method, from: Temporal.Instant): Deadline =>
  after(method === 'card' ? 'provider.razorpay.card.afaLinkSeconds' : 'house.emandate.upi.authenticationSeconds', from);

/**
 * Until when the INR 1 of a registration has to be back with the payer, or somebody is told (D-17).
 * @param from when the refund was asked for
 */
export const authChargeRefundDeadline = (from: Temporal.Instant): Deadline =>
  after('house.emandate.authCharge.refundWithinSeconds', from);

/**
 * Until when money is looked for that nobody waits for any more: a provider may capture it days later.
 * @param from when it was asked for last, or could be paid last
 */
export const lateMoneyUntil = (from: Temporal.Instant): Deadline => after('house.emandate.lateMoneySeconds', from);

/**
 * Until when the network has to have closed a mandate that was withdrawn (rule 6), or somebody is told. It is asked on.
 * @param from when the withdrawal began: for a payer with the authentication
 */
export const withdrawalDeadline = (from: Temporal.Instant): Deadline =>
  after('house.emandate.withdrawalWithinSeconds', from);

/**
 * When the references to an instrument are erased (rule 19): not before settlements and disputes of it are over.
 * @param from the mandate's end
 */
export const purgeDue = (from: Temporal.Instant): Deadline => after('house.emandate.purgeHoldSeconds', from);
