import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { emandateRules, flagOn, namesOn, ruleOn } from '../../../functions/policies/emandate-rules.ts';
import type { Policy } from '../../../functions/policies/policy.ts';
import { policyOn, versionOf } from '../../../functions/policies/policy.ts';
import * as shared from '../../../functions/policies/shared-rules.ts';

const today = Temporal.PlainDate.from('2026-11-22');
const valueOf = (key: string, on = today) => policyOn(emandateRules, key, on)?.value;
const inForce = (first: number, last: number) =>
  Object.fromEntries(
    emandateRules
      .filter(({ rule }) => typeof rule === 'number' && rule >= first && rule <= last)
      .map(({ key }) => [key, valueOf(key)]),
  );

describe('rules on recurring payments', () => {
  it('holds every rule from 1 to 57', () => {
    const held = new Set(emandateRules.map(({ rule }) => rule));
    expect(Array.from({ length: 57 }, (_, index) => index + 1).filter((rule) => !held.has(rule))).toEqual([]);
  });

  it('rules 1 to 21 hold the law in paise and seconds', () => {
    expect(inForce(1, 21)).toEqual({
      'law.emandate.afaFreeMaxMinor.default': 1_500_000n,
      'law.emandate.afaFreeMaxMinor.byCategory': 10_000_000n,
      'law.emandate.ceilingInclusive': true,
      'law.emandate.afaRequiredFor': ['REGISTER', 'FIRST_DEBIT', 'MODIFY', 'WITHDRAW', 'OPT_OUT_DEBIT'],
      'law.emandate.combineFirstDebitAfa': true,
      'law.auth.twoFactor': true,
      'law.auth.contactlessNoAfaMaxMinor': 500_000n,
      'law.emandate.preDebitLeadSeconds': 86_400,
      'law.emandate.preDebitFields': ['merchantName', 'amount', 'debitAt', 'reference', 'reason'],
      'law.emandate.postDebitRequired': true,
      'law.emandate.customerChoosesChannel': true,
      'law.emandate.preDebitExemptions': ['FASTAG_AUTOLOAD', 'NCMC_AUTOLOAD'],
      'law.emandate.validityRequired': true,
      'law.emandate.variableNeedsMax': true,
      'law.emandate.customerFeeMinor': 0n,
      'law.emandate.remapOnReissue': true,
      'law.emandate.ignoreCustomerControls': true,
      'law.emandate.instrument': 'RBI/DPSS/2026-27/396',
      'law.emandate.purgeOnWithdrawal': true,
    });
  });

  it('rules 22 to 37 hold the UPI network', () => {
    expect(inForce(22, 37)).toEqual({
      'network.upi.frequencies': [
        ...['one_time', 'daily', 'weekly', 'fortnightly', 'monthly'],
        ...['bimonthly', 'quarterly', 'half_yearly', 'yearly', 'as_presented'],
      ],
      'provider.razorpay.card.frequencies': ['weekly', 'monthly', 'yearly', 'as_presented'],
      'network.upi.amountRules': ['max', 'exact'],
      'network.upi.recurrenceRules': ['on', 'before', 'after'],
      'network.upi.recurringBlockFund': false,
      'network.upi.recurringRevocable': true,
      'network.upi.noticeWindowHours.least': 24,
      'network.upi.noticeWindowHours.most': 48,
      'network.upi.amountMustMatchNotice': true,
      'network.upi.maxAttempts': 4,
      'network.upi.peakWindows': [
        { from: '10:00', until: '13:00' },
        { from: '17:00', until: '21:30' },
      ],
      'network.upi.retrySpacingSeconds': 3600,
      'network.upi.successPerCycle': 1,
      'network.upi.lastDayGuardDays': 1,
      'network.upi.pauseActors': ['PAYER'],
      'network.upi.mandatePortable': true,
      'network.upi.collectRegistration': false,
      'network.upi.dailyNoticeExempt': false,
    });
  });

  it('rules 38 to 57 hold the provider, and our own life of a remembered event', () => {
    expect(inForce(38, 57)).toEqual({
      'provider.razorpay.upi.leadSeconds': 90_000,
      'provider.razorpay.card.leadSeconds': 129_900,
      'provider.razorpay.card.retrySpacingSeconds': 129_600,
      'provider.razorpay.card.afaLinkSeconds': 259_200,
      'provider.razorpay.rupay.noticeLapseDays': 3,
      'provider.razorpay.rupay.maxMinor': 1_500_000n,
      'provider.razorpay.receiptMaxLength': 40,
      'provider.razorpay.duplicateReceiptMatchers': [
        'order_receipt_not_unique',
        'BAD_REQUEST_ERROR+input_validation_failed+receipt',
      ],
      'provider.razorpay.uniqueReceipt': true,
      'provider.razorpay.refundIdempotency.header': 'X-Refund-Idempotency',
      'provider.razorpay.refundIdempotency.minLength': 10,
      'provider.razorpay.webhook.signature.header': 'X-Razorpay-Signature',
      'provider.razorpay.webhook.signature.algorithm': 'HMAC-SHA256 hex of the raw body',
      'provider.razorpay.webhook.eventIdHeader': 'x-razorpay-event-id',
      'provider.razorpay.webhook.ackSeconds': 5,
      'provider.razorpay.webhook.retryHorizonSeconds': 86_400,
      'webhook.dedupeTtlSeconds': 604_800,
      'provider.razorpay.upi.maxMinor.default': 9_999_900n,
      'provider.razorpay.upi.maxMinor.byMcc': 20_000_000n,
      'provider.razorpay.upi.tokenYears.default': 10,
      'provider.razorpay.upi.tokenYears.max': 30,
      'provider.razorpay.refundMaxAgeMonths': 6,
      'provider.razorpay.reservePay.maxMinor': 1_000_000n,
    });
  });

  it.each([
    ['law.emandate.afaFreeMaxMinor.default', '2019-08-31', undefined],
    ['law.emandate.afaFreeMaxMinor.default', '2019-09-01', 200_000n],
    ['law.emandate.afaFreeMaxMinor.default', '2020-12-31', 200_000n],
    ['law.emandate.afaFreeMaxMinor.default', '2021-01-01', 500_000n],
    ['law.emandate.afaFreeMaxMinor.default', '2022-06-15', 500_000n],
    ['law.emandate.afaFreeMaxMinor.default', '2022-06-16', 1_500_000n],
    ['law.emandate.afaFreeMaxMinor.byCategory', '2023-12-11', undefined],
    ['law.emandate.afaFreeMaxMinor.byCategory', '2023-12-12', 10_000_000n],
    ['law.emandate.preDebitExemptions', '2024-08-21', undefined],
    ['network.upi.maxAttempts', '2025-07-31', undefined],
    ['network.upi.maxAttempts', '2025-08-01', 4],
    ['law.emandate.postDebitRequired', '2026-04-20', undefined],
    ['law.emandate.postDebitRequired', '2026-04-21', true],
  ])('SH-33 rules are data by date: %s on %s is %s', (key, date, expected) => {
    expect(valueOf(key, Temporal.PlainDate.from(date))).toEqual(expected);
  });

  it('names a source and a layer for every row, and one row per key and first day', () => {
    const layers = /^(?:law|network\.upi|provider\.razorpay|house)\.|^webhook\.dedupeTtlSeconds$/u;
    expect(emandateRules.filter(({ key }) => !layers.test(key))).toEqual([]);
    expect(emandateRules.filter(({ sources }) => sources.some(({ title }) => title === ''))).toEqual([]);
    expect(emandateRules.filter(({ rule, key }) => (rule === 'house') !== key.startsWith('house.'))).toEqual([]);
    const versions = emandateRules.map(({ key, effectiveFrom }) => `${key}@${effectiveFrom}`);
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('reads a rule only in its own unit, and says no or nothing where no rule holds', () => {
    const early = Temporal.PlainDate.from('2019-01-01');
    expect(ruleOn('law.emandate.preDebitLeadSeconds', 'hours', today)).toBeUndefined();
    expect(flagOn('law.emandate.remapOnReissue', today)).toBe(true);
    expect(flagOn('law.emandate.remapOnReissue', early)).toBe(false);
    expect(namesOn('network.upi.pauseActors', today)).toEqual(['PAYER']);
    expect(namesOn('network.upi.pauseActors', early)).toEqual([]);
  });

  it('binds an issuer by the law and the network of the card, and by nothing that only a collector has to do with', () => {
    const isShared = ({ rule }: Policy) => typeof rule === 'number' && (rule <= 21 || rule === 42 || rule === 43);
    const sorted = (rules: readonly Policy[]) => rules.map(versionOf).toSorted();
    expect(sorted(shared.sharedRules)).toEqual(sorted(emandateRules.filter(isShared)));
    expect(shared.flagOn('law.emandate.remapOnReissue', today)).toBe(true);
    expect(shared.ruleOn('provider.razorpay.card.leadSeconds', 'seconds', today)).toBeUndefined();
    expect(shared.namesOn('network.upi.pauseActors', today)).toEqual([]);
  });
});
