import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { DebitBench } from './debit-bench.ts';
import { startDebitBench } from './debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

describe('a debit’s life', () => {
  it('SH-02 SH-03 SH-23 is announced, waits for 25 hours from the delivery, and is collected', async () => {
    const mandate = await bench.mandate();
    const debitId = await bench.scheduled(mandate);
    expect(await bench.timersOf(debitId)).toEqual(['requestNotice']);
    bench.until((await bench.now(debitId)).notifyAt);
    bench.provider.noticesAre('pending');
    await bench.request(debitId);
    const announced = await bench.now(debitId);
    expect([announced.status, announced.notice?.status, announced.notice?.number]).toEqual(['notifying', 'sent', 1]);
    expect(await bench.timersOf(debitId)).toEqual(['checkNotice']);
    const deliveredAt = bench.platform.clock.now().add({ seconds: 1 });
    bench.provider.setNotice(announced.notice?.orderId ?? '', { status: 'delivered', deliveredAt });
    expect(await bench.hint(debitId, 'order.notification.delivered')).toBe('applied');
    expect(await bench.hint(debitId, 'order.notification.delivered')).toBe('already');
    const notified = await bench.now(debitId);
    expect(notified.status).toBe('notified');
    expect(notified.notice?.deliveredAt?.equals(deliveredAt)).toBe(true);
    const wait = notified.nextAttemptAt?.since(deliveredAt).total('hours') ?? 0;
    expect(wait).toBeGreaterThanOrEqual(25);
    bench.until(notified.nextAttemptAt);
    await bench.submit(debitId);
    const paid = await bench.now(debitId);
    expect([paid.status, paid.attempts.map(({ status }) => status)]).toEqual(['succeeded', ['captured']]);
    expect(await bench.eventsOf(debitId)).toEqual([
      'debit.scheduled',
      'debit.notice_sent',
      'debit.notified',
      'debit.submitted',
      'debit.succeeded',
    ]);
    const after = await bench.mandateNow(mandate.mandateId);
    expect([after.openDebits, after.executing, after.usedCycles]).toEqual([[], undefined, []]);
    expect(await bench.timersOf(debitId)).toEqual([]);
    // Rule 10: told of the outcome, with how to complain.
    expect(await bench.messages(mandate.customerId)).toEqual([{ template: 'post_debit', channel: 'sms' }]);
  });

  it('SH-32 says method, bank, app and whether it was large in its events', async () => {
    const debitId = await bench.notified();
    bench.until((await bench.now(debitId)).nextAttemptAt);
    await bench.submit(debitId);
    expect((await bench.dataOf(debitId)).at(-1)).toMatchObject({
      ...{ status: 'succeeded', method: 'upi', bank: 'HDFC', app: 'bhim', aboveThreshold: false, attempt: 1 },
    });
  });

  it('boundary case 6 is not asked for a second before its time, however early the timer fires', async () => {
    const debitId = await bench.notified();
    const { nextAttemptAt } = await bench.now(debitId);
    const before = bench.asked();
    bench.until(nextAttemptAt?.subtract({ seconds: 1 }));
    await bench.submit(debitId);
    expect([bench.asked() - before, (await bench.now(debitId)).status]).toEqual([0, 'eligible']);
    bench.until((await bench.now(debitId)).nextAttemptAt);
    await bench.submit(debitId);
    expect((await bench.now(debitId)).status).toBe('succeeded');
  });

  it('boundary case 7 is announced once more when the notice failed, and waits from the second delivery', async () => {
    const mandate = await bench.mandate();
    const debitId = await bench.scheduled(mandate);
    bench.until((await bench.now(debitId)).notifyAt);
    bench.provider.noticesAre('failed');
    await bench.request(debitId);
    await bench.check(debitId);
    expect((await bench.now(debitId)).status).toBe('notification_failed');
    expect(await bench.messages(mandate.customerId)).toEqual([{ template: 'pre_debit', channel: 'email' }]);
    bench.platform.clock.advance({ hours: 2 });
    bench.provider.noticesAre('delivered');
    await bench.request(debitId);
    await bench.check(debitId);
    const again = await bench.now(debitId);
    expect([again.status, again.notice?.number, again.notice?.isRepeat]).toEqual(['notified', 2, true]);
    const wait = again.nextAttemptAt?.since(bench.platform.clock.now()).total('hours') ?? 0;
    expect(wait).toBeGreaterThanOrEqual(25);
    const receipts = bench.provider.calls.filter(({ step }) => step === 'openNotice').map(({ about }) => about);
    expect(receipts.at(-1)).not.toBe(receipts.at(-2));
  });

  it('rule 9 tells over the other channel the time to which the second notice moves the debit', async () => {
    const mandate = await bench.mandate();
    const debitId = await bench.notified(mandate);
    const { notice, nextAttemptAt } = await bench.now(debitId);
    bench.until(nextAttemptAt?.subtract({ hours: 1 }));
    bench.provider.setNotice(notice?.orderId ?? '', { status: 'failed' });
    await bench.hint(debitId, 'order.notification.failed');
    expect((await bench.now(debitId)).notice?.status).toBe('undelivered');
    const [told] = (await bench.platform.items('notification')).filter(
      ({ customerId }) => customerId === mandate.customerId,
    );
    const { debitAt } = z.object({ debitAt: z.iso.datetime() }).parse(told?.['facts']);
    bench.until((await bench.now(debitId)).notifyAt);
    bench.provider.noticesAre('delivered');
    await bench.request(debitId);
    await bench.check(debitId);
    const second = await bench.now(debitId);
    const moved = (second.nextAttemptAt?.epochMilliseconds ?? 0) - Date.parse(debitAt);
    expect(Math.abs(moved)).toBeLessThanOrEqual(60_000);
  });

  it('is given up when the second notice fails too: no receipt, no debit', async () => {
    const mandate = await bench.mandate();
    const debitId = await bench.scheduled(mandate);
    bench.until((await bench.now(debitId)).notifyAt);
    bench.provider.noticesAre('failed');
    for (const _round of [1, 2]) {
      bench.until((await bench.now(debitId)).notifyAt);
      await bench.request(debitId);
      await bench.check(debitId);
    }
    const failed = await bench.now(debitId);
    expect([failed.status, failed.endReason]).toEqual(['failed', 'notice_undelivered']);
    expect((await bench.mandateNow(mandate.mandateId)).openDebits).toEqual([]);
    expect(bench.asked()).toBeGreaterThanOrEqual(0);
  });

  it('boundary case 7 waits from the receipt that comes after all, and once more when the notice bounces', async () => {
    const debitId = await bench.scheduled();
    bench.until((await bench.now(debitId)).notifyAt);
    bench.provider.noticesAre('failed');
    await bench.request(debitId);
    await bench.check(debitId);
    const { orderId = '' } = (await bench.now(debitId)).notice ?? {};
    const told = async (status: 'delivered' | 'failed'): Promise<string | undefined> => {
      bench.platform.clock.advance({ minutes: 1 });
      const deliveredAt = bench.platform.clock.now();
      bench.provider.setNotice(orderId, status === 'failed' ? { status } : { status, deliveredAt });
      await bench.hint(debitId, `order.notification.${status}`);
      const { notice, nextAttemptAt } = await bench.now(debitId);
      expect(nextAttemptAt === undefined ? 'failed' : 'delivered').toBe(status);
      return notice?.deliveredAt?.toString();
    };
    const first = await told('delivered');
    expect((await bench.now(debitId)).status).toBe('notified');
    await told('failed');
    expect((await bench.now(debitId)).status).toBe('notification_failed');
    expect(await bench.timersOf(debitId)).toEqual(['requestNotice']);
    const second = await told('delivered');
    expect([(await bench.now(debitId)).status, await bench.timersOf(debitId)]).toEqual(['notified', ['submitDebit']]);
    const third = await told('delivered');
    expect([first, second, third]).toEqual([first, second, third].toSorted());
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('takes a notice that is silent for a day as failed', async () => {
    const debitId = await bench.scheduled();
    bench.until((await bench.now(debitId)).notifyAt);
    bench.provider.noticesAre('pending');
    await bench.request(debitId);
    await bench.check(debitId);
    expect(await bench.timersOf(debitId)).toEqual(['checkNotice']);
    bench.platform.clock.advance({ hours: 24 });
    await bench.check(debitId);
    expect((await bench.now(debitId)).status).toBe('notification_failed');
  });

  it('boundary case 8 is refused before it is sent when it is not what was announced', async () => {
    const debitId = await bench.notified();
    const debit = await bench.now(debitId);
    const before = bench.asked();
    const other = { ...debit, amount: { minor: debit.amount.minor + 1_00n, currency: 'INR' as const } };
    await bench.platform.table.transact(
      [bench.deps.debits.replace(bench.tenant, { ...other, sequence: debit.sequence + 1 }).write],
      'boundary-8',
    );
    bench.until(debit.nextAttemptAt);
    await bench.submit(debitId);
    const refused = await bench.now(debitId);
    expect([refused.status, refused.endReason, bench.asked() - before]).toEqual(['failed', 'content_changed', 0]);
  });

  it('SH-28 a timer that fires twice at once asks once', async () => {
    const debitId = await bench.notified();
    bench.until((await bench.now(debitId)).nextAttemptAt);
    const before = bench.asked();
    await Promise.all([bench.submit(debitId), bench.submit(debitId), bench.submit(debitId)]);
    await bench.submit(debitId);
    expect([bench.asked() - before, (await bench.now(debitId)).status]).toEqual([1, 'succeeded']);
  });

  it.each(['before', 'after'] as const)(
    'SH-28 an answer that is lost %s the effect is looked up, never asked again',
    async (fault) => {
      const debitId = await bench.notified();
      bench.until((await bench.now(debitId)).nextAttemptAt);
      const before = bench.asked();
      bench.provider.fail('debit', fault);
      await bench.submit(debitId);
      expect((await bench.now(debitId)).status).toBe('unknown');
      expect(await bench.timersOf(debitId)).toEqual(['resolveDebit']);
      await bench.submit(debitId);
      await bench.resolve(debitId);
      expect(bench.asked() - before).toBe(1);
      bench.platform.clock.advance({ minutes: 30 });
      await bench.resolve(debitId);
      const looked = await bench.now(debitId);
      expect([looked.status, looked.attempts[0]?.reason]).toEqual(
        fault === 'after' ? ['succeeded', undefined] : ['retry_wait', 'not_received'],
      );
      if (looked.nextAttemptAt !== undefined) bench.until(looked.nextAttemptAt);
      await bench.submit(debitId);
      expect((await bench.now(debitId)).status).toBe('succeeded');
    },
  );

  it('boundary case 11 is asked for four times and no fifth', async () => {
    const debitId = await bench.notified();
    const before = bench.asked();
    bench.provider.debitsAre({ failed: { class: 'transient', reason: 'bank_technical_error' } });
    for (let round = 1; round <= 5; round += 1) {
      const { nextAttemptAt } = await bench.now(debitId);
      if (nextAttemptAt !== undefined) bench.until(nextAttemptAt);
      await bench.submit(debitId);
    }
    bench.provider.debitsAre('captured');
    const exhausted = await bench.now(debitId);
    expect([exhausted.status, exhausted.attempts.length, bench.asked() - before]).toEqual(['exhausted', 4, 4]);
    expect((await bench.dataOf(debitId)).at(-1)).toMatchObject({ reason: 'bank_technical_error', method: 'upi' });
  });

  it.each([
    ['risk', 'suspected_fraud_decline', 'failed'],
    ['limit', 'per_transaction_limit_exceeded', 'failed'],
    ['request_wrong', 'execution_day_rule_mismatch', 'failed'],
    ['mandate_dead', 'mandate_cancelled', 'failed'],
    ['customer_action', 'insufficient_funds', 'retry_wait'],
    ['transient', 'psp_timeout', 'retry_wait'],
    ['other', 'unknown_reason', 'retry_wait'],
  ] as const)('regulation 2.6 a failure of the class %s (%s) leaves it %s', async (failureClass, reason, status) => {
    const mandate = await bench.mandate();
    const debitId = await bench.notified(mandate);
    bench.until((await bench.now(debitId)).nextAttemptAt);
    bench.provider.debitsAre({ failed: { class: failureClass, reason } });
    await bench.submit(debitId);
    bench.provider.debitsAre('captured');
    const debit = await bench.now(debitId);
    expect([debit.status, debit.attempts[0]?.reason]).toEqual([status, reason]);
    expect((await bench.mandateNow(mandate.mandateId)).executing).toBeUndefined();
    expect((await bench.messages(mandate.customerId)).map(({ template }) => template)).toEqual(
      status === 'failed' ? ['post_debit_failed'] : [],
    );
  });
});
