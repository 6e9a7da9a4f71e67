import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Rhythm } from '../../../functions/policies/cycle-spans.ts';
import { cycleOf, mayExecute, nextExecutionDay } from '../../../functions/policies/cycles.ts';

const ist = (local: string) => Temporal.Instant.from(`${local}+05:30`);
const noon = (date: string) => ist(`${date}T12:00:00`);
const cycle = (rhythm: Rhythm, date: string) => {
  const { key, firstDay, lastDay, from, until } = cycleOf({ ...rhythm, at: noon(date) });
  return [key, firstDay.toString(), lastDay.toString(), from.toString(), until.toString()];
};
const may = (rhythm: Rhythm, date: string) => mayExecute({ ...rhythm, at: noon(date) });
const monthly = (rule: 'on' | 'before' | 'after', day: number): Rhythm => ({
  frequency: 'monthly',
  recurrence: { rule, day },
});

describe('cycleOf', () => {
  it.each([
    ['daily', '2026-11-22', ['2026-11-22', '2026-11-22', '2026-11-22', '2026-11-22', '2026-11-22']],
    ['weekly', '2026-11-22', ['2026-W47', '2026-11-16', '2026-11-22', '2026-11-16', '2026-11-21']],
    ['weekly', '2027-01-01', ['2026-W53', '2026-12-28', '2027-01-03', '2026-12-28', '2027-01-02']],
    ['fortnightly', '2026-11-15', ['2026-11-H1', '2026-11-01', '2026-11-15', '2026-11-01', '2026-11-14']],
    ['fortnightly', '2027-02-16', ['2027-02-H2', '2027-02-16', '2027-02-28', '2027-02-16', '2027-02-27']],
    ['monthly', '2028-02-29', ['2028-02', '2028-02-01', '2028-02-29', '2028-02-01', '2028-02-28']],
    ['bimonthly', '2026-11-22', ['2026-11-P2M', '2026-11-01', '2026-12-31', '2026-11-01', '2026-12-30']],
    ['quarterly', '2026-11-22', ['2026-10-P3M', '2026-10-01', '2026-12-31', '2026-10-01', '2026-12-30']],
    ['half_yearly', '2026-11-22', ['2026-07-P6M', '2026-07-01', '2026-12-31', '2026-07-01', '2026-12-30']],
    ['yearly', '2026-11-22', ['2026-01-P12M', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-30']],
  ] as const)('rules 22, 33: %s, %s lies in %j', (frequency, date, expected) => {
    expect(cycle({ frequency }, date)).toEqual(expected);
  });

  it.each([
    ['quarterly', '2027-02-03', ['2027-02-P3M', '2027-02-01', '2027-04-30']],
    ['quarterly', '2027-01-31', ['2026-11-P3M', '2026-11-01', '2027-01-31']],
    ['yearly', '2027-10-31', ['2026-11-P12M', '2026-11-01', '2027-10-31']],
    ['bimonthly', '2027-03-01', ['2027-03-P2M', '2027-03-01', '2027-04-30']],
  ] as const)('counts several months from that of the mandate: %s, %s lies in %j', (frequency, date, expected) => {
    const anchor = noon('2026-11-03');
    expect(cycle({ frequency, anchor }, date).slice(0, 3)).toEqual(expected);
  });

  it('rule 24: the day is one of the first month, beyond whose end it is the last', () => {
    const rhythm = { frequency: 'quarterly', recurrence: { rule: 'on', day: 31 }, anchor: noon('2026-11-03') } as const;
    expect(cycle(rhythm, '2026-12-03').slice(3)).toEqual(['2026-11-30', '2026-11-30']);
  });

  it('gives each debit that is presented as it comes a cycle of its own', () => {
    const at = noon('2026-11-22');
    expect(cycleOf({ frequency: 'as_presented', at, debitId: 'dbt_1' }).key).toBe('dbt_1');
    expect(cycleOf({ frequency: 'as_presented', at }).key).toBe('2026-11-22');
  });

  it('begins a cycle at midnight in India', () => {
    const keyAt = (local: string) => cycleOf({ frequency: 'monthly', at: ist(local) }).key;
    expect(keyAt('2026-11-30T23:59:59.999')).toBe('2026-11');
    expect(keyAt('2026-12-01T00:00:00')).toBe('2026-12');
  });

  it('rule 24: BEFORE 17 leaves days 1 to 17, AFTER 17 the rest, ON 17 that day', () => {
    const days = (rule: 'on' | 'before' | 'after') => cycle(monthly(rule, 17), '2026-11-22').slice(3);
    expect(days('before')).toEqual(['2026-11-01', '2026-11-17']);
    expect(days('after')).toEqual(['2026-11-17', '2026-11-29']);
    expect(days('on')).toEqual(['2026-11-17', '2026-11-17']);
  });

  it('boundary case 12: ON 31 in February is the last day of February', () => {
    expect(cycle(monthly('on', 31), '2027-02-03').slice(3)).toEqual(['2027-02-28', '2027-02-28']);
    expect(cycle(monthly('on', 31), '2028-02-03').slice(3)).toEqual(['2028-02-29', '2028-02-29']);
    expect(may(monthly('on', 31), '2027-02-28')).toBe('yes');
    expect(may(monthly('on', 31), '2027-02-27')).toBe('wrong_day');
  });

  it.each([
    ['weekly', 7, '2026-11-22'],
    ['weekly', 1, '2026-11-16'],
    ['fortnightly', 31, '2026-11-30'],
    ['fortnightly', 2, '2026-11-17'],
    ['quarterly', 31, '2026-10-31'],
    ['yearly', 31, '2026-01-31'],
  ] as const)('rule 24: %s on day %d, around 18 November, is %s', (frequency, day, expected) => {
    const rhythm = { frequency, recurrence: { rule: 'on', day } } as const;
    expect(cycle(rhythm, '2026-11-18').slice(3)).toEqual([expected, expected]);
  });
});

describe('mayExecute', () => {
  it('rule 33: not on the last day of a cycle', () => {
    expect(may({ frequency: 'monthly' }, '2026-11-29')).toBe('yes');
    expect(may({ frequency: 'monthly' }, '2026-11-30')).toBe('last_day');
    expect(may({ frequency: 'weekly' }, '2026-11-22')).toBe('last_day');
    expect(may(monthly('before', 31), '2026-11-30')).toBe('last_day');
    expect(may(monthly('after', 17), '2026-11-30')).toBe('last_day');
  });

  it('rule 33 binds nobody before the network had it', () => {
    expect(may({ frequency: 'monthly' }, '2019-12-31')).toBe('yes');
    expect(may({ frequency: 'monthly' }, '2020-01-31')).toBe('last_day');
  });

  it('rule 24: not on a day that the recurrence rule excludes', () => {
    expect(may(monthly('before', 17), '2026-11-18')).toBe('wrong_day');
    expect(may(monthly('before', 17), '2026-11-30')).toBe('wrong_day');
    expect(may(monthly('after', 17), '2026-11-16')).toBe('wrong_day');
    expect(may(monthly('on', 17), '2026-11-16')).toBe('wrong_day');
    expect(may(monthly('on', 17), '2026-11-17')).toBe('yes');
  });

  it.each(['daily', 'as_presented'] as const)('%s may be executed on any day, whatever its rule', (frequency) => {
    expect(may({ frequency, recurrence: { rule: 'on', day: 3 } }, '2026-11-30')).toBe('yes');
  });
});

describe('nextExecutionDay', () => {
  const next = (rhythm: Rhythm, local: string) => nextExecutionDay({ ...rhythm, at: ist(local) });

  it('stays on a lawful day', () => {
    expect(next(monthly('before', 17), '2026-11-17T23:00:00')).toEqual(ist('2026-11-17T23:00:00'));
  });

  it('waits for the first lawful day of the cycle', () => {
    expect(next(monthly('after', 17), '2026-11-03T09:00:00')).toEqual(ist('2026-11-17T00:00:00'));
  });

  it('boundary case 13: BEFORE 17 on the 18th goes to the next cycle', () => {
    expect(next(monthly('before', 17), '2026-11-18T00:00:00')).toEqual(ist('2026-12-01T00:00:00'));
    expect(next(monthly('on', 17), '2026-11-18T00:00:00')).toEqual(ist('2026-12-17T00:00:00'));
  });

  it('rule 33: the last day goes to the next cycle', () => {
    expect(next({ frequency: 'monthly' }, '2026-11-30T09:00:00')).toEqual(ist('2026-12-01T00:00:00'));
  });
});
