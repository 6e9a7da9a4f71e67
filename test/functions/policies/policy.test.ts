import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../functions/policies/policy.ts';
import { policyOn } from '../../../functions/policies/policy.ts';

const version = (effectiveFrom: string, value: bigint, rest: Partial<Policy> = {}): Policy =>
  ({
    key: 'law.test.max',
    rule: 1,
    effectiveFrom,
    status: 'in_force',
    scope: { jurisdiction: 'IN', instrument: 'any' },
    sources: [{ title: 'test' }],
    confidence: 'high',
    unit: 'minor_units',
    currency: 'INR',
    value,
    ...rest,
  }) as Policy;

const valueOn = (policies: readonly Policy[], date: string) =>
  policyOn(policies, 'law.test.max', Temporal.PlainDate.from(date))?.value;

const versions = [version('2022-06-16', 3n), version('2019-09-01', 1n), version('2021-01-01', 2n)];

describe('policyOn', () => {
  it.each([
    ['2019-08-31', undefined],
    ['2019-09-01', 1n],
    ['2020-12-31', 1n],
    ['2021-01-01', 2n],
    ['2022-06-15', 2n],
    ['2022-06-16', 3n],
    ['2026-11-21', 3n],
  ])('SH-33 chooses by the date of the transaction: on %s the value is %s', (date, expected) => {
    expect(valueOn(versions, date)).toBe(expected);
  });

  it('ends a rule on the first day on which it no longer holds', () => {
    const ended = [version('2021-01-01', 2n, { effectiveTo: '2021-03-01' })];
    expect(valueOn(ended, '2021-02-28')).toBe(2n);
    expect(valueOn(ended, '2021-03-01')).toBeUndefined();
  });

  it.each(['draft', 'dormant'] as const)('leaves a %s row out', (status) => {
    expect(valueOn([version('2021-01-01', 2n), version('2026-01-01', 9n, { status })], '2026-11-21')).toBe(2n);
  });

  it('finds nothing under an unknown key', () => {
    expect(policyOn(versions, 'law.test.min', Temporal.PlainDate.from('2026-11-21'))).toBeUndefined();
  });
});
