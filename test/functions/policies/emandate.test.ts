import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { money } from '../../../functions/kernel/money/money.ts';
import type { Category } from '../../../functions/policies/afa-need.ts';
import { afaNeed } from '../../../functions/policies/afa-need.ts';
import { issuerEligibleAt } from '../../../functions/policies/card-notices.ts';
import {
  attemptsAllowed,
  eligibleAt,
  leadTime,
  noticeLapsesAt,
  noticePlan,
  retryAt,
} from '../../../functions/policies/emandate.ts';
import { nextPermitted } from '../../../functions/policies/execution-windows.ts';
import { leadTimeOf } from '../../../functions/policies/lead-time.ts';

const day = (date: string) => Temporal.PlainDate.from(date);
/** Local time in India. */
const ist = (local: string) => Temporal.Instant.from(`${local}+05:30`);
const today = day('2026-11-22');
const afa = (minor: bigint, category: Category = 'standard', on = today) =>
  afaNeed(on, { amount: money(minor, 'INR'), category });

describe('afaNeed', () => {
  it('boundary case 1, SH-02: 15,000.00 of the general kind needs no authentication', () => {
    expect(afa(1_500_000n)).toEqual({
      required: false,
      ceiling: money(1_500_000n, 'INR'),
      versions: ['law.emandate.afaFreeMaxMinor.default@2022-06-16', 'law.emandate.ceilingInclusive@2019-09-01'],
    });
  });

  it('boundary case 2, SH-02: 15,000.01 of the general kind needs it', () => {
    expect(afa(1_500_001n).required).toBe(true);
  });

  it.each(['insurance', 'mutual_fund', 'credit_card_bill'] as const)(
    'boundary case 3: %s needs none at 1,00,000.00 and needs it at 1,00,000.01',
    (category) => {
      expect(afa(10_000_000n, category)).toMatchObject({ required: false, ceiling: money(10_000_000n, 'INR') });
      expect(afa(10_000_001n, category).required).toBe(true);
    },
  );

  it('boundary case 4: the instalment of a loan, 40,000, needs it, for a loan is no category of the law', () => {
    expect(afa(4_000_000n, 'standard').required).toBe(true);
  });

  it('boundary case 5: 6,000 of 15 June 2022, replayed today, needs it, and needs none the day after', () => {
    expect(afa(600_000n, 'standard', day('2022-06-15'))).toMatchObject({
      required: true,
      ceiling: money(500_000n, 'INR'),
      versions: ['law.emandate.afaFreeMaxMinor.default@2021-01-01', 'law.emandate.ceilingInclusive@2019-09-01'],
    });
    expect(afa(600_000n, 'standard', day('2022-06-16')).required).toBe(false);
  });

  it('rule 4 gave the three categories nothing before 12 December 2023', () => {
    expect(afa(1_500_001n, 'insurance', day('2023-12-11')).required).toBe(true);
    expect(afa(1_500_001n, 'insurance', day('2023-12-12')).required).toBe(false);
  });

  it('D-18 asks by the ceiling alone, whatever a card mandate allows in all', () => {
    expect(afa(1_500_001n).required).toBe(true);
    expect(afa(1n).required).toBe(false);
  });

  it('needs it in a currency that the law does not name, and before the first circular', () => {
    expect(afaNeed(today, { amount: money(1n, 'USD'), category: 'standard' }).required).toBe(true);
    expect(afa(1n, 'standard', day('2019-08-31'))).toMatchObject({ required: true, versions: [] });
  });
});

describe('leadTime', () => {
  it.each([
    ['upi', 90_000],
    ['card', 129_900],
  ] as const)('rules 8, 27, 38, 39: the strictest layer of a %s debit that we collect is %d s', (method, seconds) => {
    expect(leadTime({ method, on: today }).seconds).toBe(seconds);
  });

  it('rule 8: a debit of one of our cards waits for the law alone', () => {
    const versions = ['law.emandate.preDebitLeadSeconds@2019-09-01'];
    expect(leadTimeOf(today)).toEqual({ seconds: 86_400, versions });
  });

  it('names every layer that it compared', () => {
    expect(leadTime({ method: 'upi', on: today }).versions).toEqual([
      'law.emandate.preDebitLeadSeconds@2019-09-01',
      'network.upi.noticeWindowHours.least@2020-01-01',
      'provider.razorpay.upi.leadSeconds@2020-01-01',
    ]);
  });

  it('boundary case 16: a plain automatic load waits, one of NCMC or FASTag does not', () => {
    expect(leadTimeOf(today).seconds).toBe(86_400);
    expect(leadTimeOf(today, { exemption: 'NCMC_AUTOLOAD' })).toEqual({
      seconds: 0,
      versions: ['law.emandate.preDebitExemptions@2024-08-22'],
    });
    expect(leadTimeOf(today, { exemption: 'FASTAG_AUTOLOAD' }).seconds).toBe(0);
    expect(leadTimeOf(day('2024-08-21'), { exemption: 'NCMC_AUTOLOAD' }).seconds).toBe(86_400);
    expect(leadTime({ method: 'card', on: today, exemption: 'NCMC_AUTOLOAD' }).seconds).toBe(0);
  });
});

describe('eligibleAt', () => {
  const deliveredAt = ist('2026-11-22T06:00:00');

  it('boundary case 6: 24 hours to the second by the law alone, 25 for the provider on UPI', () => {
    expect(issuerEligibleAt(deliveredAt)).toEqual(deliveredAt.add({ hours: 24 }));
    const provided = eligibleAt({ method: 'upi', deliveredAt, notBefore: [] });
    expect(provided.at).toEqual(deliveredAt.add({ hours: 25 }));
  });

  it('SH-03 waits at least 24 hours from the delivery, on cards as the provider says', () => {
    expect(eligibleAt({ method: 'card', deliveredAt, notBefore: [] }).at).toEqual(
      deliveredAt.add({ hours: 36, minutes: 5 }),
    );
  });

  it('boundary case 7: a notice that is delivered later runs from its own delivery', () => {
    const resent = deliveredAt.add({ minutes: 90 });
    expect(eligibleAt({ method: 'upi', deliveredAt: resent, notBefore: [] }).at).toEqual(resent.add({ hours: 25 }));
  });

  it('waits for everything that it may not be before', () => {
    const [dueAt, paymentAfter] = [ist('2026-11-24T14:00:00'), ist('2026-11-24T15:00:00')];
    expect(eligibleAt({ method: 'upi', deliveredAt, notBefore: [dueAt, paymentAfter] }).at).toEqual(paymentAfter);
    expect(issuerEligibleAt(deliveredAt, paymentAfter, dueAt)).toEqual(paymentAfter);
  });

  it.each([
    ['boundary case 9', '10:05:00', '13:00:00'],
    ['boundary case 10', '21:29:00', '21:30:00'],
  ])('%s: eligible at %s in India is moved to %s', (_case, from, to) => {
    const notBefore = [ist(`2026-11-24T${from}`)];
    const { at, versions } = eligibleAt({ method: 'upi', deliveredAt, notBefore });
    expect(at).toEqual(ist(`2026-11-24T${to}`));
    expect(versions).toContain('network.upi.peakWindows@2025-08-01');
  });

  it('boundary case 13: with BEFORE 17, eligible on the 18th is moved to the next cycle', () => {
    const rhythm = { frequency: 'monthly', recurrence: { rule: 'before', day: 17 } } as const;
    const at = (local: string) => eligibleAt({ method: 'upi', deliveredAt, notBefore: [ist(local)], rhythm }).at;
    expect(at('2026-12-17T22:00:00')).toEqual(ist('2026-12-17T22:00:00'));
    expect(at('2026-12-18T00:00:00')).toEqual(ist('2027-01-01T00:00:00'));
  });

  it('goes by the rules of the day of the debit, not of its notice', () => {
    const { at, versions } = eligibleAt({
      method: 'upi',
      deliveredAt: ist('2025-07-30T20:00:00'),
      notBefore: [ist('2025-08-01T11:00:00')],
    });
    expect(at).toEqual(ist('2025-08-01T13:00:00'));
    expect(versions).toContain('network.upi.peakWindows@2025-08-01');
    const stricter = eligibleAt({ method: 'upi', deliveredAt: ist('2019-12-31T12:00:00'), notBefore: [] });
    expect(stricter.at).toEqual(ist('2020-01-01T13:00:00'));
    const dayBefore = eligibleAt({
      method: 'upi',
      deliveredAt: ist('2025-07-30T10:00:00'),
      notBefore: [],
    });
    expect(dayBefore.at).toEqual(ist('2025-07-31T11:00:00'));
  });
});

describe('nextPermitted', () => {
  it.each([
    ['00:00:00', '00:00:00'],
    ['09:59:59.999', '09:59:59.999'],
    ['10:00:00', '13:00:00'],
    ['12:59:59.999', '13:00:00'],
    ['13:00:00', '13:00:00'],
    ['16:59:59.999', '16:59:59.999'],
    ['17:00:00', '21:30:00'],
    ['21:29:59.999', '21:30:00'],
    ['21:30:00', '21:30:00'],
    ['23:59:59.999', '23:59:59.999'],
  ])('rule 30: UPI at %s in India may be executed at %s, cards at once', (from, to) => {
    expect(nextPermitted('upi', ist(`2026-11-22T${from}`))).toEqual(ist(`2026-11-22T${to}`));
    expect(nextPermitted('card', ist(`2026-11-22T${from}`))).toEqual(ist(`2026-11-22T${from}`));
  });

  it('rule 30 closed no hours before 1 August 2025', () => {
    expect(nextPermitted('upi', ist('2025-07-31T11:00:00'))).toEqual(ist('2025-07-31T11:00:00'));
    expect(nextPermitted('upi', ist('2025-08-01T11:00:00'))).toEqual(ist('2025-08-01T13:00:00'));
  });
});

describe('noticePlan', () => {
  const now = ist('2026-11-22T12:00:00');
  /** Texts, since a partial match tells no two instants apart. */
  const timesOf = (wish: Omit<Parameters<typeof noticePlan>[0], 'now'>) => {
    const { notifyAt, earliestDebitAt } = noticePlan({ ...wish, now });
    return { notifyAt: notifyAt.toString(), earliestDebitAt: earliestDebitAt.toString() };
  };
  const times = (notifyAt: Temporal.Instant, earliestDebitAt: Temporal.Instant) => ({
    notifyAt: notifyAt.toString(),
    earliestDebitAt: earliestDebitAt.toString(),
  });

  it.each([
    ['upi', '2026-11-24T02:00:00'],
    ['card', '2026-11-23T14:55:00'],
  ] as const)('SH-03 asks for the notice of a %s debit its lead and an hour before it is due', (method, notifyAt) => {
    const dueAt = ist('2026-11-25T04:00:00');
    expect(timesOf({ method, dueAt })).toEqual(times(ist(notifyAt), dueAt));
    expect(noticePlan({ method, dueAt, now }).versions).toContain('house.emandate.noticeMarginSeconds@2020-01-01');
  });

  it('asks at once when that moment has passed, and says the earliest lawful moment', () => {
    const dueAt = ist('2026-11-22T13:00:00');
    expect(timesOf({ method: 'card', dueAt })).toEqual(times(now, now.add({ hours: 36, minutes: 5 })));
    expect(timesOf({ method: 'upi', dueAt })).toEqual(times(now, now.add({ hours: 25 })));
  });

  it('answers a due time in the past with the earliest lawful moment from now', () => {
    expect(noticePlan({ method: 'upi', dueAt: now.subtract({ hours: 72 }), now }).earliestDebitAt).toEqual(
      now.add({ hours: 25 }),
    );
  });

  it('rule 27 keeps the notice in the band of 48 to 24 hours though the peak hours move the debit', () => {
    const { notifyAt, earliestDebitAt } = noticePlan({ method: 'upi', dueAt: ist('2026-11-26T17:00:00'), now });
    expect(earliestDebitAt).toEqual(ist('2026-11-26T21:30:00'));
    const hours = earliestDebitAt.since(notifyAt).total('hours');
    expect(hours).toBe(30.5);
  });

  it('plans the notice for the day to which the mandate moves the debit', () => {
    const rhythm = { frequency: 'monthly', recurrence: { rule: 'on', day: 5 } } as const;
    expect(timesOf({ method: 'upi', dueAt: ist('2026-11-24T09:00:00'), rhythm })).toEqual(
      times(ist('2026-12-03T22:00:00'), ist('2026-12-05T00:00:00')),
    );
  });

  it('boundary case 16: an exempt load needs no lead', () => {
    const dueAt = now.add({ minutes: 1 });
    expect(timesOf({ method: 'card', exemption: 'NCMC_AUTOLOAD', dueAt })).toEqual(times(dueAt, dueAt));
  });
});

describe('noticeLapsesAt', () => {
  const [deliveredAt, debitAt] = [ist('2026-11-22T08:00:00'), ist('2026-11-24T08:00:00')];

  it('rule 27: 48 hours after the delivery on UPI; rule 42: three days after the debit on cards', () => {
    expect(noticeLapsesAt({ method: 'upi', deliveredAt, debitAt })).toEqual(deliveredAt.add({ hours: 48 }));
    expect(noticeLapsesAt({ method: 'card', deliveredAt, debitAt })).toEqual(debitAt.add({ hours: 72 }));
  });

  it('says nothing of a day before the rules', () => {
    const early = ist('2019-01-01T00:00:00');
    expect(noticeLapsesAt({ method: 'upi', deliveredAt: early, debitAt: early })).toBeUndefined();
  });
});

describe('attempts', () => {
  it('boundary case 11, rule 29: four in all, on cards by our own choice', () => {
    expect(attemptsAllowed({ method: 'upi', on: today })).toEqual({
      most: 4,
      versions: ['network.upi.maxAttempts@2025-08-01', 'house.emandate.maxAttempts@2020-01-01'],
    });
    expect(attemptsAllowed({ method: 'card', on: today })).toEqual({
      most: 4,
      versions: ['house.emandate.maxAttempts@2020-01-01'],
    });
  });

  it('allows one where no rule holds', () => {
    expect(attemptsAllowed({ method: 'upi', on: day('2019-01-01') })).toEqual({ most: 1, versions: [] });
  });

  it('rule 31: an hour apart on UPI and in the open hours; rule 40: 36 hours on cards', () => {
    const failedAt = ist('2026-11-22T09:30:00');
    expect(retryAt({ method: 'upi', failedAt })).toEqual(ist('2026-11-22T13:00:00'));
    expect(retryAt({ method: 'upi', failedAt: ist('2026-11-22T13:10:00') })).toEqual(ist('2026-11-22T14:10:00'));
    expect(retryAt({ method: 'card', failedAt })).toEqual(failedAt.add({ hours: 36 }));
  });

  it('obeys the moment that the gateway names', () => {
    const failedAt = ist('2026-11-22T13:10:00');
    const retryAfter = ist('2026-11-22T17:30:00');
    expect(retryAt({ method: 'upi', failedAt, retryAfter })).toEqual(ist('2026-11-22T21:30:00'));
    expect(retryAt({ method: 'upi', failedAt, retryAfter: ist('2026-11-22T13:20:00') })).toEqual(
      ist('2026-11-22T14:10:00'),
    );
  });
});
