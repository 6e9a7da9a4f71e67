import type { Temporal } from 'temporal-polyfill';
import { toTimestamp } from '../../kernel/time/clock.ts';
import { abroadRules, isCrossBorder } from '../../policies/card-rules.ts';
import type { Check } from './checks.ts';
import { check } from './checks.ts';
import type { AuthorizationRequest } from './network-message.ts';
import type { SpendFacts } from './spend-facts.ts';
import { countedIn } from './spend-facts.ts';
import type { Counter } from './spend-limits.ts';
import { windowOf } from './spend-windows.ts';

/** Counter of all that a balance spent abroad within a month: rule 87 counts per instrument, as rule 67 does. */
const abroadCounter = 'abroad';

type Use = Pick<AuthorizationRequest, 'merchant'>;
type Holder = Pick<SpendFacts, 'level' | 'currency'>;

/** The law's limit on spending abroad within a month (rule 87), when this use is abroad and there is one. */
export const abroadLimitMet = (
  { merchant }: Use,
  { level, currency }: Holder,
  now: Temporal.Instant,
): (Counter & { readonly max: bigint }) | undefined => {
  if (!isCrossBorder(currency, merchant.country)) return undefined;
  const { perMonth } = abroadRules(level, now);
  if (perMonth === undefined) return undefined;
  return { key: abroadCounter, run: windowOf({ per: 'month' }, currency, now).run, max: perMonth.minor };
};

/** What the law lets through abroad, minor units; undefined where it does not say. */
interface Room {
  /** Of this payment. */
  readonly payment: bigint | undefined;
  /** Of this month. */
  readonly month: bigint | undefined;
}

const roomOf = (
  request: AuthorizationRequest,
  facts: SpendFacts,
  { now, before = 0n }: { readonly now: Temporal.Instant; readonly before?: bigint | undefined },
): Room => {
  const { perTransaction } = abroadRules(facts.level, now);
  const limit = abroadLimitMet(request, facts, now);
  return {
    // More on the same authorization is the same payment.
    payment: perTransaction === undefined ? undefined : perTransaction.minor - before,
    month: limit === undefined ? undefined : limit.max - countedIn(facts.counters, limit).used,
  };
};

const least = (amounts: readonly (bigint | undefined)[]): bigint | undefined =>
  amounts.reduce((found, one) => (found === undefined || (one !== undefined && one < found) ? one : found), undefined);

/** A smaller amount, or the next month once this one is used up; undefined when no other amount or day helps. */
const wouldPass = (minor: bigint, { payment, month }: Room, nextMonth: Temporal.Instant): Check['wouldPassWith'] => {
  const isUsedUp = month !== undefined && month <= 0n;
  const most = isUsedUp ? payment : least([payment, month]);
  if (most !== undefined && most <= 0n) return undefined;
  return {
    ...(most !== undefined && most < minor ? { amount: Number(most) } : {}),
    ...(isUsedUp ? { notBefore: toTimestamp(nextMonth) } : {}),
  };
};

/**
 * What the law says of spending abroad (rule 87): full KYC alone, so much at once and within a month. Whether it is switched
 * on is another check. None of a payment at home, or of another currency than rupees.
 * @param at.before of an increment: what of the authorization was approved before, minor units
 */
export const abroadChecks = (
  request: AuthorizationRequest,
  facts: SpendFacts,
  at: { readonly now: Temporal.Instant; readonly before?: bigint | undefined },
): readonly Check[] => {
  if (!isCrossBorder(facts.currency, request.merchant.country)) return [];
  const { minor } = request.amount;
  const { allowed, rules } = abroadRules(facts.level, at.now);
  const ruleVersion = rules.join(', ');
  const room = roomOf(request, facts, at);
  const hint = wouldPass(minor, room, windowOf({ per: 'month' }, facts.currency, at.now).endsAt);
  if (!allowed) {
    const wouldPassWith = hint === undefined ? undefined : { kycLevel: 'full', ...hint };
    const found = { input: facts.level, threshold: 'full', reason: 'abroad_not_allowed', ruleVersion } as const;
    return [check('abroad_rules', false, { ...found, wouldPassWith })];
  }
  const most = least([room.payment, room.month]);
  return [
    check('abroad_rules', most === undefined || minor <= most, {
      input: Number(minor),
      threshold: most === undefined ? null : Number(most),
      reason: 'abroad_limit_exceeded',
      ruleVersion,
      wouldPassWith: hint,
    }),
  ];
};
