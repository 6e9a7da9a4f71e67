import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { money } from '../../../functions/kernel/money/money.ts';
import { liabilityFor } from '../../../functions/policies/liability.ts';

const alertedOn = Temporal.PlainDate.from('2026-11-22');

const reportedAfter = (days: number, rupees = 25_000n) =>
  liabilityFor({ amount: money(rupees * 100n, 'INR'), alertedOn, reportedOn: alertedOn.add({ days }) });

describe('what a holder bears of an unauthorised payment', () => {
  it.each([0, 1, 3])('rule 91, boundary case 27: nothing when it is reported %i days after the alert', (days) => {
    expect(reportedAfter(days).kind).toBe('none');
  });

  it.each([4, 7])('rule 91, boundary case 27: at most 10,000 when it is reported %i days after the alert', (days) => {
    expect(reportedAfter(days)).toMatchObject({ kind: 'capped', most: money(10_000_00n, 'INR') });
  });

  it('rule 91: no more than was taken', () => {
    expect(reportedAfter(7, 400n)).toMatchObject({ kind: 'capped', most: money(400_00n, 'INR') });
  });

  it('rule 91, boundary case 27: what the issuer has decided when it is reported on the eighth day', () => {
    expect(reportedAfter(8).kind).toBe('issuer_policy');
  });

  it('rule 91: names the versions of the rule that it went by', () => {
    expect(reportedAfter(3).versions).toContain('law.liability.nonBank.zeroDays@2019-03-01');
  });

  it('rule 91: has no answer for what was before the rule', () => {
    const before = Temporal.PlainDate.from('2019-02-28');
    const late = { amount: money(100n, 'INR'), alertedOn: before, reportedOn: before };
    expect(() => liabilityFor(late)).toThrow('2019-02-28');
  });
});
