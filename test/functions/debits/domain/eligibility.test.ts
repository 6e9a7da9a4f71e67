import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Debit } from '../../../../functions/debits/domain/debit.ts';
import { submission } from '../../../../functions/debits/domain/eligibility.ts';
import type { MandateTerms } from '../../../../functions/debits/domain/mandate-terms.ts';
import { contentHashOf } from '../../../../functions/debits/domain/schedule-debit.ts';

// The last look before money is asked for. Everything here was decided before; it must hold by itself all the same.

const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text);
/** Outside the peak hours of UPI. */
const deliveredAt = instant('2026-11-10T01:00:00Z');
const dayLater = instant('2026-11-11T01:00:00Z');
const rupees = (amount: number) => ({ minor: BigInt(amount) * 100n, currency: 'INR' as const });

const terms: MandateTerms = {
  ...{ mandateId: 'mdt_1', customerId: 'cus_1', method: 'card', status: 'active', amountRule: 'max' },
  ...{ maxAmount: rupees(20_000), frequency: 'as_presented', category: 'standard' },
  ...{ validFrom: instant('2026-11-01T00:00:00Z'), validUntil: instant('2027-11-01T00:00:00Z') },
  ...{ authCharge: { status: 'refunded' }, remote: { tokenId: 'token_1' }, openDebits: [], usedCycles: [] },
};

const bare: Debit = {
  ...{ debitId: 'dbt_1', mandateId: 'mdt_1', customerId: 'cus_1', amount: rupees(100), status: 'notified' },
  ...{ dueAt: deliveredAt, reference: 'bill 7', reason: 'Electricity', cycle: 'dbt_1' },
  ...{ notifyAt: deliveredAt, earliestDebitAt: deliveredAt, requiresAuthentication: false, aboveThreshold: false },
  ...{ ruleVersions: [], attempts: [], createdAt: deliveredAt, sequence: 3 },
};

const announced = (change: Partial<Debit> = {}, noticeChange: Partial<Debit['notice'] & object> = {}): Debit => {
  const debit = { ...bare, ...change };
  return {
    ...debit,
    notice: {
      ...{ preDebitNoticeId: 'pdn_1', status: 'delivered', orderId: 'order_1', number: 1, isRepeat: false },
      ...{ contentHash: contentHashOf(debit, 'token_1'), paymentAfter: deliveredAt, deliveredAt },
      ...noticeChange,
    },
  };
};

const asked = (debit: Debit, change: Partial<MandateTerms> = {}, now = dayLater) =>
  submission({ debit, terms: { ...terms, ...change }, now });

/** The longest of law (24 hours), network and provider (rules 8, 38, 39). */
const lead = { card: { hours: 36, minutes: 5 }, upi: { hours: 25 } } as const;

describe('the last look before a debit is asked for', () => {
  it.each(['card', 'upi'] as const)('I14 SH-03 rule 8 counts the lead of a debit by %s from the delivery', (method) => {
    const lawful = deliveredAt.add(lead[method]);
    const early = asked(announced(), { method }, lawful.subtract({ seconds: 1 }));
    expect(early.kind).toBe('wait');
    expect(early.kind === 'wait' && Temporal.Instant.compare(early.until, lawful)).toBeGreaterThanOrEqual(0);
    expect(asked(announced(), { method }, lawful)).toEqual({ kind: 'submit' });
  });

  it('waits for what the provider named and for the due date', () => {
    const later = instant('2026-11-12T20:00:00Z');
    const now = deliveredAt.add({ hours: 40 });
    expect(asked(announced({}, { paymentAfter: later }), {}, now)).toEqual({ kind: 'wait', until: later });
    expect(asked(announced({ dueAt: later }), {}, now)).toEqual({ kind: 'wait', until: later });
  });

  it.each(['queued', 'sent', 'undelivered'] as const)('SH-03 does nothing while its notice is %s', (status) => {
    expect(asked(announced({}, { status }))).toEqual({ kind: 'nothing' });
  });

  it('does nothing without the time of a delivery', () => {
    expect(asked(announced({}, { deliveredAt: undefined }))).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['another amount', { amount: rupees(101) }],
    ['another reason', { reason: 'Water' }],
  ])('rule 28 fails a debit of %s than was announced', (_, change) => {
    expect(asked({ ...announced(), ...change })).toEqual({
      ...{ kind: 'end', status: 'failed', reason: 'content_changed' },
    });
  });

  it('rule 28 fails a debit that was announced under another token', () => {
    expect(asked(announced(), { remote: { tokenId: 'token_2' } })).toMatchObject({ reason: 'content_changed' });
  });

  it.each([
    ['paused', 'blocked', 'mandate_paused'],
    ['expired', 'blocked', 'mandate_expired'],
    ['cancellation_pending', 'cancelled', 'mandate_withdrawn'],
    ['cancelled', 'cancelled', 'mandate_withdrawn'],
    ['rejected', 'blocked', 'mandate_not_active'],
  ])('I14 ends a debit whose mandate is %s as %s', (status, ended, reason) => {
    expect(asked(announced(), { status })).toEqual({ kind: 'end', status: ended, reason });
  });

  it('I14 ends a debit whose mandate is over by the clock', () => {
    expect(asked(announced(), { validUntil: dayLater.subtract({ seconds: 1 }) })).toMatchObject({
      reason: 'mandate_expired',
    });
  });

  it('waits while the payer is withdrawing', () => {
    expect(asked(announced(), { openOperation: { type: 'withdraw' } }).kind).toBe('wait');
  });

  it('SH-18 blocks what is above the maximum by a paisa', () => {
    const debit = announced({ amount: { minor: 100_01n, currency: 'INR' } });
    expect(asked(debit, { maxAmount: rupees(100) })).toMatchObject({
      status: 'blocked',
      reason: 'amount_above_maximum',
    });
  });

  it('SH-02 blocks what is above the ceiling by a paisa, and lets the ceiling through', () => {
    const above = announced({ amount: { minor: 15_000_01n, currency: 'INR' } });
    const now = deliveredAt.add({ hours: 40 });
    expect(asked(above, {}, now)).toMatchObject({ status: 'blocked', reason: 'authentication_required' });
    expect(asked(announced({ amount: rupees(15_000) }), {}, now)).toEqual({ kind: 'submit' });
  });

  it('asks once for each cycle', () => {
    const now = deliveredAt.add({ hours: 40 });
    expect(asked(announced(), { usedCycles: ['dbt_1'] }, now)).toMatchObject({ reason: 'cycle_used' });
  });

  it('waits while another debit of the mandate is under way', () => {
    const now = deliveredAt.add({ hours: 40 });
    expect(asked(announced(), { executing: 'dbt_2' }, now).kind).toBe('wait');
    expect(asked(announced(), { executing: 'dbt_1' }, now)).toEqual({ kind: 'submit' });
  });

  it.each(['scheduled', 'executing', 'unknown', 'succeeded', 'skipped', 'cancelled'] as const)(
    'does nothing with a debit that is %s',
    (status) => {
      expect(asked(announced({ status }))).toEqual({ kind: 'nothing' });
    },
  );
});
