import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { money } from '../../functions/kernel/money/money.ts';
import { afaNeed } from '../../functions/policies/afa-need.ts';
import { issuerEligibleAt } from '../../functions/policies/card-notices.ts';
import type { Rhythm } from '../../functions/policies/cycle-spans.ts';
import { cycleOf, mayExecute, nextExecutionDay } from '../../functions/policies/cycles.ts';
import { eligibleAt, leadTime, noticePlan, retryAt } from '../../functions/policies/emandate.ts';
import { emandateRules } from '../../functions/policies/emandate-rules.ts';
import { nextPermitted } from '../../functions/policies/execution-windows.ts';
import { leadTimeOf } from '../../functions/policies/lead-time.ts';
import { policyOn } from '../../functions/policies/policy.ts';
import { dayOf } from '../../functions/policies/window.ts';

const zone = 'Asia/Kolkata';
const from = Temporal.Instant.from('2019-06-01T00:00:00Z').epochMilliseconds;
const until = Temporal.Instant.from('2031-06-01T00:00:00Z').epochMilliseconds;
const instants = fc
  .integer({ min: from, max: until })
  .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds));
const methods = fc.constantFrom('card', 'upi');
const frequencies = fc.constantFrom(
  ...(['daily', 'weekly', 'fortnightly', 'monthly', 'bimonthly', 'quarterly', 'half_yearly', 'yearly'] as const),
);
const recurrences = fc.option(
  fc.record({ rule: fc.constantFrom('on', 'before', 'after'), day: fc.integer({ min: 1, max: 31 }) }),
  { nil: undefined },
);
const rhythms: fc.Arbitrary<Rhythm> = fc.record({
  frequency: frequencies,
  recurrence: recurrences,
  anchor: fc.option(instants, { nil: undefined }),
});

/** The rule told anew, by minutes of the day. */
const isPeak = (at: Temporal.Instant): boolean => {
  const { hour, minute } = at.toZonedDateTimeISO(zone);
  const minutes = hour * 60 + minute;
  const begun = Temporal.PlainDate.compare(dayOf(at), Temporal.PlainDate.from('2025-08-01')) >= 0;
  return begun && ((minutes >= 600 && minutes < 780) || (minutes >= 1020 && minutes < 1290));
};

const isBefore = (left: Temporal.Instant, right: Temporal.Instant): boolean =>
  Temporal.Instant.compare(left, right) < 0;
const runs = { numRuns: 500 };

describe('policies of recurring payments', () => {
  it('I14 a debit is never eligible in a peak hour, nor before its delivery and the strictest lead of its own day', () => {
    const wishes = fc.record({
      method: methods,
      deliveredAt: instants,
      wait: fc.integer({ min: -1e9, max: 1e9 }),
      rhythm: fc.option(rhythms, { nil: undefined }),
    });
    fc.assert(
      fc.property(wishes, ({ wait, ...wish }) => {
        const dueAt = wish.deliveredAt.add({ milliseconds: wait });
        const { at } = eligibleAt({ ...wish, notBefore: [dueAt] });
        const { seconds } = leadTime({ ...wish, on: dayOf(at) });
        expect(isBefore(at, dueAt)).toBe(false);
        expect(isBefore(at, wish.deliveredAt.add({ seconds }))).toBe(false);
        expect(wish.method === 'upi' && isPeak(at)).toBe(false);
        expect(wish.rhythm === undefined ? 'yes' : mayExecute({ ...wish.rhythm, at })).toBe('yes');
      }),
      runs,
    );
  });

  it('I14 rule 8: a third party’s debit is eligible at the first instant after its delivery, its due time and the lead', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -1e9, max: 1e9 }), (deliveredAt, wait) => {
        const dueAt = deliveredAt.add({ milliseconds: wait });
        const at = issuerEligibleAt(deliveredAt, dueAt);
        const { seconds } = leadTimeOf(dayOf(at));
        const earliest = deliveredAt.add({ seconds });
        expect(isBefore(at, dueAt)).toBe(false);
        expect(isBefore(at, earliest)).toBe(false);
        // Before its first day the law asks for no lead: a debit of that night waits though it was not in force before.
        const began = leadTimeOf(dayOf(deliveredAt)).seconds !== seconds;
        expect(at.equals(dueAt) || at.equals(earliest) || began).toBe(true);
      }),
      runs,
    );
  });

  it('rule 30: the next permitted instant is the first that is in no peak hour', () => {
    fc.assert(
      fc.property(methods, instants, (method, at) => {
        const next = nextPermitted(method, at);
        const moves = method === 'upi' && isPeak(at);
        expect(next.equals(at)).toBe(!moves);
        expect(method === 'upi' && isPeak(next)).toBe(false);
        expect(isPeak(next.subtract({ nanoseconds: 1 })) || !moves).toBe(true);
        expect(next.since(at).total('minutes')).toBeLessThanOrEqual(270);
      }),
      runs,
    );
  });

  it('rule 8: a notice that is asked for when it is planned, and delivered at once, is early enough for the debit', () => {
    fc.assert(
      fc.property(methods, instants, fc.integer({ min: -1e9, max: 1e10 }), (method, now, wait) => {
        const dueAt = now.add({ milliseconds: wait });
        const { notifyAt, earliestDebitAt } = noticePlan({ method, dueAt, now });
        const { seconds } = leadTime({ method, on: dayOf(earliestDebitAt) });
        expect(isBefore(notifyAt, now)).toBe(false);
        expect(isBefore(earliestDebitAt, dueAt)).toBe(false);
        expect(earliestDebitAt.since(notifyAt).total('seconds')).toBeGreaterThanOrEqual(seconds);
        const { at } = eligibleAt({ method, deliveredAt: notifyAt, notBefore: [earliestDebitAt] });
        expect(at.equals(earliestDebitAt)).toBe(true);
      }),
      runs,
    );
  });

  it('rule 27: no notice on UPI is asked for more than 48 hours before its debit', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -1e9, max: 1e10 }), (now, wait) => {
        const plan = noticePlan({ method: 'upi', dueAt: now.add({ milliseconds: wait }), now });
        expect(plan.earliestDebitAt.since(plan.notifyAt).total('hours')).toBeLessThanOrEqual(48);
      }),
      runs,
    );
  });

  it('rule 32: every instant lies in exactly one cycle, and cycles follow each other without a gap', () => {
    fc.assert(
      fc.property(rhythms, instants, (rhythm, at) => {
        const cycle = cycleOf({ ...rhythm, at });
        const day = dayOf(at);
        expect(Temporal.PlainDate.compare(cycle.firstDay, day)).toBeLessThanOrEqual(0);
        expect(Temporal.PlainDate.compare(day, cycle.lastDay)).toBeLessThanOrEqual(0);
        const cycleOn = (date: Temporal.PlainDate) =>
          cycleOf({ ...rhythm, at: date.toZonedDateTime(zone).toInstant() });
        expect(cycleOn(cycle.firstDay).key).toBe(cycle.key);
        expect(cycleOn(cycle.lastDay).key).toBe(cycle.key);
        const next = cycleOn(cycle.lastDay.add({ days: 1 }));
        expect(next.key).not.toBe(cycle.key);
        expect(next.firstDay.toString()).toBe(cycle.lastDay.add({ days: 1 }).toString());
      }),
      runs,
    );
  });

  it('rules 24, 33: every cycle has a lawful day, within it, and the next one is found at or after any instant', () => {
    fc.assert(
      fc.property(rhythms, instants, (rhythm, at) => {
        const { firstDay, lastDay, from: first, until: last } = cycleOf({ ...rhythm, at });
        const days = [firstDay, first, last, lastDay];
        expect([...days].sort(Temporal.PlainDate.compare).map(String)).toEqual(days.map(String));
        const next = nextExecutionDay({ ...rhythm, at });
        expect(isBefore(next, at)).toBe(false);
        expect(mayExecute({ ...rhythm, at: next })).toBe('yes');
      }),
      runs,
    );
  });

  it('rules 31, 40: a retry never comes before the gateway allows it, nor in a peak hour', () => {
    fc.assert(
      fc.property(methods, instants, fc.integer({ min: 0, max: 1e9 }), (method, failedAt, wait) => {
        const retryAfter = failedAt.add({ milliseconds: wait });
        const at = retryAt({ method, failedAt, retryAfter });
        expect(isBefore(at, retryAfter)).toBe(false);
        expect(method === 'upi' && isPeak(at)).toBe(false);
      }),
      runs,
    );
  });

  it('SH-33 the version of a rule depends on nothing but key and day, whatever the order of its rows', () => {
    const keys = [...new Set(emandateRules.map(({ key }) => key))];
    const orders = fc.shuffledSubarray([...emandateRules], { minLength: emandateRules.length });
    fc.assert(
      fc.property(fc.constantFrom(...keys), instants, orders, (key, at, rows) => {
        const chosen = policyOn(rows, key, dayOf(at));
        expect(chosen).toBe(policyOn(emandateRules, key, dayOf(at)));
        expect((chosen?.effectiveFrom ?? '') <= dayOf(at).toString()).toBe(true);
      }),
      runs,
    );
  });

  it('SH-02 what a larger amount is spared, a smaller one is spared too, and no draft decides', () => {
    const amounts = fc.bigInt({ min: 1n, max: 20_000_000n });
    const categories = fc.constantFrom('standard', 'insurance', 'mutual_fund', 'credit_card_bill');
    fc.assert(
      fc.property(amounts, amounts, categories, (one, other, category) => {
        const on = Temporal.PlainDate.from('2026-11-22');
        const required = (minor: bigint) => afaNeed(on, { amount: money(minor, 'INR'), category }).required;
        const [less, more] = one < other ? [one, other] : [other, one];
        expect(required(less) && !required(more)).toBe(false);
        expect(required(afaNeed(on, { amount: money(less, 'INR'), category }).ceiling.minor)).toBe(false);
      }),
      runs,
    );
  });
});
