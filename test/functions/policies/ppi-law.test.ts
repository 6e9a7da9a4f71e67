import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { policyOn } from '../../../functions/policies/policy.ts';
import { capsOf } from '../../../functions/policies/ppi-caps.ts';
import { ppiLaw } from '../../../functions/policies/ppi-law.ts';

const on = (date: string) => Temporal.PlainDate.from(date);
const valueOf = (key: string, date = '2026-11-21') => policyOn(ppiLaw, key, on(date))?.value;
const capsAt = (category: 'small' | 'full', at = '2026-11-21T06:30:00Z') =>
  Object.fromEntries(capsOf(category, Temporal.Instant.from(at)).map(({ rule, limit }) => [rule, limit.minor]));

describe('prepaid law', () => {
  it('2.13 holds the numbers of rules 58 to 71 and of rule 87 in paise', () => {
    expect({
      58: valueOf('law.ppi.small.balanceMaxMinor'),
      59: valueOf('law.ppi.small.loadMonthMaxMinor'),
      60: valueOf('law.ppi.small.loadFyMaxMinor'),
      61: valueOf('law.ppi.smallCash.debitMonthMaxMinor'),
      62: valueOf('law.ppi.smallCash.convertWithinMonths'),
      63: [valueOf('law.ppi.small.transferAllowed'), valueOf('law.ppi.small.cashOutAllowed')],
      64: valueOf('law.ppi.full.balanceMaxMinor'),
      65: valueOf('law.ppi.full.transferRegisteredMonthMaxMinor'),
      66: valueOf('law.ppi.full.transferOtherMonthMaxMinor'),
      67: [valueOf('law.ppi.full.cashOutTxnMaxMinor'), valueOf('law.ppi.full.cashOutMonthMaxMinor')],
      68: valueOf('law.ppi.cashLoadMonthMaxMinor'),
      70: valueOf('law.ppi.aggregation'),
      71: valueOf('law.ppi.smallTypesExclusivePerMobile'),
      87: [
        valueOf('law.ppi.full.crossBorder.txnMaxMinor'),
        valueOf('law.ppi.full.crossBorder.monthMaxMinor'),
        valueOf('law.ppi.small.crossBorderAllowed'),
      ],
    }).toEqual({
      58: 1_000_000n,
      59: 1_000_000n,
      60: 12_000_000n,
      61: 1_000_000n,
      62: 24,
      63: [false, false],
      64: 20_000_000n,
      65: 20_000_000n,
      66: 1_000_000n,
      67: [200_000n, 1_000_000n],
      68: 5_000_000n,
      70: 'ISSUER_CUSTOMER',
      71: true,
      87: [1_000_000n, 5_000_000n, false],
    });
  });

  it('keeps the Aadhaar-OTP tier of rule 74 dormant', () => {
    const rows = ppiLaw.filter(({ rule }) => rule === 74);
    expect(rows.map(({ key, value, status }) => [key, value, status])).toEqual([
      ['law.kyc.aadhaarOtp.balanceMaxMinor', 10_000_000n, 'dormant'],
      ['law.kyc.aadhaarOtp.creditFyMaxMinor', 20_000_000n, 'dormant'],
      ['law.kyc.aadhaarOtp.termMonths', 12, 'dormant'],
    ]);
    expect(valueOf('law.kyc.aadhaarOtp.balanceMaxMinor')).toBeUndefined();
  });

  it.each([
    ['law.ppi.small.balanceMaxMinor', '2021-08-26', '2021-08-27'],
    ['law.ppi.smallCash.convertWithinMonths', '2019-08-29', '2019-08-30'],
    ['law.ppi.full.balanceMaxMinor', '2021-05-18', '2021-05-19'],
    ['law.ppi.full.cashOutMonthMaxMinor', '2021-05-18', '2021-05-19'],
    ['law.ppi.full.crossBorder.monthMaxMinor', '2021-08-26', '2021-08-27'],
  ])('has no %s on %s and has it from %s', (key, before, from) => {
    expect(valueOf(key, before)).toBeUndefined();
    expect(valueOf(key, from)).toBeDefined();
  });

  it('names a source for every row, and one row per key and first day', () => {
    expect(ppiLaw.filter(({ sources }) => sources.some(({ title }) => title === ''))).toEqual([]);
    const versions = ppiLaw.map(({ key, effectiveFrom }) => `${key}@${effectiveFrom}`);
    expect(new Set(versions).size).toBe(versions.length);
  });
});

describe('capsOf', () => {
  it('M-06 caps a small instrument at 10,000 held, 10,000 a month and 1,20,000 a year', () => {
    expect(capsAt('small')).toEqual({
      'law.ppi.small.balanceMaxMinor': 1_000_000n,
      'law.ppi.small.loadMonthMaxMinor': 1_000_000n,
      'law.ppi.small.loadFyMaxMinor': 12_000_000n,
    });
  });

  it('M-06 caps a full-KYC instrument at 2,00,000 held, twenty times the small one', () => {
    expect(capsAt('full')).toEqual({
      'law.ppi.full.balanceMaxMinor': 20_000_000n,
      'law.ppi.cashLoadMonthMaxMinor': 5_000_000n,
      'law.ppi.full.cashOutMonthMaxMinor': 1_000_000n,
      'law.ppi.full.crossBorder.monthMaxMinor': 5_000_000n,
      'law.ppi.full.transferOtherMonthMaxMinor': 1_000_000n,
    });
  });

  it('goes by the date in India, which begins at 18:30 UTC', () => {
    expect(capsAt('small', '2021-08-26T18:29:59.999Z')).toEqual({});
    expect(Object.keys(capsAt('small', '2021-08-26T18:30:00Z'))).toHaveLength(3);
  });
});
