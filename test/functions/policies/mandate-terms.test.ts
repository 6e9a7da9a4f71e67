import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { maxMinor, money } from '../../../functions/kernel/money/money.ts';
import {
  authChargeRefundDeadline,
  authenticationExpiry,
  frequenciesOf,
  lateMoneyUntil,
  mandateMaximum,
  purgeDue,
  withdrawalDeadline,
} from '../../../functions/policies/mandate-terms.ts';

const on = Temporal.PlainDate.from('2026-11-22');
const inr = (minor: bigint) => money(minor, 'INR');
const limits = (bankRecurring: bigint, bankDaily: bigint, appRecurring: bigint) => ({
  bankRecurring: inr(bankRecurring),
  bankDaily: inr(bankDaily),
  appRecurring: inr(appRecurring),
});

describe('mandateMaximum', () => {
  it.each([
    [700_000n, limits(1_000_000n, 2_000_000n, 700_000n)],
    [600_000n, limits(1_000_000n, 600_000n, 700_000n)],
    [800_000n, limits(800_000n, 2_000_000n, 900_000n)],
  ])('SH-19 suggests the smallest of the three limits on UPI: %d', (expected, knownLimits) => {
    expect(mandateMaximum({ method: 'upi', category: 'standard', on, knownLimits }).suggested).toEqual(inr(expected));
  });

  it('SH-20 gives 5,000 for limits of 10,000, 20,000 and 5,000', () => {
    const knownLimits = limits(1_000_000n, 2_000_000n, 500_000n);
    const { suggested } = mandateMaximum({ method: 'upi', category: 'standard', on, knownLimits });
    expect(suggested).toEqual(inr(500_000n));
  });

  it('SH-21 gives 5,000 on UPI where a limit is not known, and less where a known one is smaller', () => {
    expect(mandateMaximum({ method: 'upi', category: 'standard', on })).toEqual({
      suggested: inr(500_000n),
      hard: true,
      most: inr(9_999_900n),
      limiting: { factor: 'bankRecurring', source: 'assumed' },
      versions: ['provider.razorpay.upi.maxMinor.default@2020-01-01', 'house.emandate.upi.defaultMaxMinor@2020-01-01'],
    });
    const suggestedWith = (knownLimits: Partial<ReturnType<typeof limits>>) =>
      mandateMaximum({ method: 'upi', category: 'standard', on, knownLimits }).suggested.minor;
    const { bankRecurring, bankDaily, appRecurring } = limits(700_000n, 800_000n, 900_000n);
    expect(suggestedWith({ bankRecurring, bankDaily })).toBe(500_000n);
    expect(suggestedWith({ bankRecurring, appRecurring })).toBe(500_000n);
    expect(suggestedWith({ bankDaily, appRecurring })).toBe(500_000n);
    expect(suggestedWith({ bankDaily: inr(300_000n) })).toBe(300_000n);
  });

  const upi = { method: 'upi', category: 'standard', on } as const;
  const passed = (minor: bigint) => ({ passed: inr(minor) });
  const observed = (bankRecurring: bigint, bankDaily: bigint, appRecurring: bigint) => ({
    bankRecurring: passed(bankRecurring),
    bankDaily: passed(bankDaily),
    appRecurring: passed(appRecurring),
  });

  it('SH-20 gives 5,000 where 10,000, 20,000 and 5,000 were observed, and names the app', () => {
    expect(mandateMaximum({ ...upi, observed: observed(1_000_000n, 2_000_000n, 500_000n) })).toMatchObject({
      suggested: inr(500_000n),
      limiting: { factor: 'appRecurring', source: 'observed' },
    });
  });

  it('SH-19 SH-21 each limit counts as declared, else as observed, else as 5,000', () => {
    const seen = observed(1_000_000n, 800_000n, 900_000n);
    expect(mandateMaximum({ ...upi, observed: seen })).toMatchObject({
      suggested: inr(800_000n),
      limiting: { factor: 'bankDaily', source: 'observed' },
    });
    expect(mandateMaximum({ ...upi, observed: seen, knownLimits: { bankDaily: inr(1_200_000n) } })).toMatchObject({
      suggested: inr(900_000n),
      limiting: { factor: 'appRecurring', source: 'observed' },
    });
    expect(mandateMaximum({ ...upi, observed: seen, knownLimits: { bankRecurring: inr(300_000n) } })).toMatchObject({
      suggested: inr(300_000n),
      limiting: { factor: 'bankRecurring', source: 'declared' },
    });
    expect(mandateMaximum({ ...upi, observed: { ...seen, bankDaily: {} } })).toMatchObject({
      suggested: inr(500_000n),
      limiting: { factor: 'bankDaily', source: 'assumed' },
    });
  });

  it('SH-21 what passed below 5,000 lowers nothing, what was refused there does', () => {
    const all = observed(900_000n, 900_000n, 900_000n);
    expect(mandateMaximum({ ...upi, observed: { ...all, appRecurring: passed(50_000n) } })).toMatchObject({
      suggested: inr(500_000n),
      limiting: { factor: 'appRecurring', source: 'assumed' },
    });
    const refused = { passed: inr(50_000n), atMost: inr(250_000n) };
    expect(mandateMaximum({ ...upi, observed: { ...all, appRecurring: refused } })).toMatchObject({
      suggested: inr(250_000n),
      limiting: { factor: 'appRecurring', source: 'observed' },
    });
    const above = { atMost: inr(700_000n) };
    expect(mandateMaximum({ ...upi, observed: { ...all, appRecurring: above } })).toMatchObject({
      suggested: inr(500_000n),
      limiting: { factor: 'appRecurring', source: 'assumed' },
    });
  });

  it('rule 53 names no limit of the payer where the provider takes less, nor on cards', () => {
    const high = observed(90_000_000n, 90_000_000n, 90_000_000n);
    const bound = mandateMaximum({ ...upi, observed: high });
    expect([bound.suggested, bound.limiting]).toEqual([inr(9_999_900n), undefined]);
    expect(mandateMaximum({ ...upi, method: 'card', observed: high }).limiting).toBeUndefined();
  });

  it.each([
    ['standard', 9_999_900n],
    ['credit_card_bill', 9_999_900n],
    ['insurance', 20_000_000n],
    ['mutual_fund', 20_000_000n],
  ] as const)('rules 53, 54: a UPI mandate of %s goes up to %d', (category, most) => {
    const high = limits(90_000_000n, 90_000_000n, 90_000_000n);
    expect(mandateMaximum({ method: 'upi', category, on, knownLimits: high })).toMatchObject({
      suggested: inr(most),
      most: inr(most),
    });
  });

  it.each([
    ['standard', 1_500_000n],
    ['insurance', 10_000_000n],
  ] as const)(
    'SH-18, D-18: a card mandate of %s is soft, and suggests what needs no authentication',
    (category, ceiling) => {
      expect(mandateMaximum({ method: 'card', category, on })).toMatchObject({
        suggested: inr(ceiling),
        hard: false,
        most: inr(maxMinor),
      });
    },
  );

  it('SH-33 goes by the date: a card mandate of 2021 suggests the ceiling of 2021', () => {
    const { suggested, versions } = mandateMaximum({
      method: 'card',
      category: 'insurance',
      on: Temporal.PlainDate.from('2021-10-01'),
    });
    expect(suggested).toEqual(inr(500_000n));
    expect(versions).toContain('law.emandate.afaFreeMaxMinor.default@2021-01-01');
  });
});

describe('frequenciesOf', () => {
  it('rule 22: nine on UPI, four on cards', () => {
    expect([...frequenciesOf('upi', on)]).toEqual([
      ...['daily', 'weekly', 'fortnightly', 'monthly', 'bimonthly'],
      ...['quarterly', 'half_yearly', 'yearly', 'as_presented'],
    ]);
    expect([...frequenciesOf('card', on)]).toEqual(['weekly', 'monthly', 'yearly', 'as_presented']);
  });
});

describe('deadlines', () => {
  const from = Temporal.Instant.from('2026-11-22T06:30:00Z');

  it('rule 41: a payer has 72 hours on cards and half an hour in a UPI app', () => {
    expect(authenticationExpiry('card', from)).toEqual({
      at: from.add({ hours: 72 }),
      versions: ['provider.razorpay.card.afaLinkSeconds@2020-01-01'],
    });
    expect(authenticationExpiry('upi', from)).toEqual({
      at: from.add({ minutes: 30 }),
      versions: ['house.emandate.upi.authenticationSeconds@2020-01-01'],
    });
  });

  it('D-17 gives the INR 1 three days to be back', () => {
    expect(authChargeRefundDeadline(from)).toEqual({
      at: from.add({ hours: 72 }),
      versions: ['house.emandate.authCharge.refundWithinSeconds@2020-01-01'],
    });
  });

  it('rule 19 keeps the references to an instrument for 30 days', () => {
    expect(purgeDue(from)).toEqual({
      at: from.add({ hours: 30 * 24 }),
      versions: ['house.emandate.purgeHoldSeconds@2020-01-01'],
    });
  });

  it('looks for money for five days that nobody waits for any more', () => {
    expect(lateMoneyUntil(from)).toEqual({
      at: from.add({ hours: 5 * 24 }),
      versions: ['house.emandate.lateMoneySeconds@2020-01-01'],
    });
  });

  it('rule 6 gives the network a day to close a mandate that was withdrawn', () => {
    expect(withdrawalDeadline(from)).toEqual({
      at: from.add({ hours: 24 }),
      versions: ['house.emandate.withdrawalWithinSeconds@2020-01-01'],
    });
  });

  it('has no time to give where no rule holds', () => {
    const early = Temporal.Instant.from('2019-01-01T00:00:00Z');
    expect(authenticationExpiry('upi', early)).toEqual({ at: early, versions: [] });
  });
});
