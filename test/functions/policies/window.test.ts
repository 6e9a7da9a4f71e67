import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dayOf, windowAt } from '../../../functions/policies/window.ts';

const at = (kind: 'month' | 'financial_year', local: string) => {
  const { name, endsAt } = windowAt(kind, Temporal.Instant.from(`${local}+05:30`));
  return [name, endsAt.toString()];
};

describe('dayOf', () => {
  it('goes by the day in India, which begins at 18:30 UTC', () => {
    expect(dayOf(Temporal.Instant.from('2022-06-15T18:29:59.999Z')).toString()).toBe('2022-06-15');
    expect(dayOf(Temporal.Instant.from('2022-06-15T18:30:00Z')).toString()).toBe('2022-06-16');
  });
});

describe('windowAt', () => {
  it.each([
    ['2026-11-01T00:00:00', '2026-11', '2026-11-30T18:30:00Z'],
    ['2026-11-30T23:59:59.999', '2026-11', '2026-11-30T18:30:00Z'],
    ['2026-12-01T00:00:00', '2026-12', '2026-12-31T18:30:00Z'],
    ['2028-02-29T12:00:00', '2028-02', '2028-02-29T18:30:00Z'],
    ['2026-12-31T23:59:59', '2026-12', '2026-12-31T18:30:00Z'],
  ])('counts months in India: %s falls into %s, which ends at %s', (local, name, endsAt) => {
    expect(at('month', local)).toEqual([name, endsAt]);
  });

  it.each([
    ['2027-03-31T23:59:59', 'FY2026', '2027-03-31T18:30:00Z'],
    ['2027-04-01T00:00:00', 'FY2027', '2028-03-31T18:30:00Z'],
    ['2026-04-01T00:00:00', 'FY2026', '2027-03-31T18:30:00Z'],
    ['2027-01-15T08:00:00', 'FY2026', '2027-03-31T18:30:00Z'],
  ])('begins the financial year on 1 April in India: %s falls into %s, which ends at %s', (local, name, endsAt) => {
    expect(at('financial_year', local)).toEqual([name, endsAt]);
  });
});
