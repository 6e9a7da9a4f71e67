import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiptOf } from '../../../functions/mandates/ports/receipt.ts';
import type { DebitBench } from './debit-bench.ts';
import { startDebitBench } from './debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

describe('a debit whose way is crossed', () => {
  it('a cycle that the network calls paid is used, and nothing else is asked for in it', async () => {
    const mandate = await bench.mandate({ frequency: 'monthly' });
    const debitId = await bench.notified(mandate);
    const { cycle, nextAttemptAt } = await bench.now(debitId);
    bench.until(nextAttemptAt);
    const failed = { class: 'cycle_already_paid', reason: 'mandate_current_cycle_allowed_debit_exceeds' } as const;
    bench.provider.debitsAre({ failed });
    await bench.submit(debitId);
    bench.provider.debitsAre('captured');
    expect((await bench.now(debitId)).status).toBe('failed');
    expect((await bench.mandateNow(mandate.mandateId)).usedCycles).toContain(cycle);
  });

  it('boundary case 14 is cancelled with its mandate after the notice; a late payment.failed is absorbed', async () => {
    const mandate = await bench.mandate();
    const debitId = await bench.notified(mandate);
    await bench.changeMandate(mandate.mandateId, { status: 'cancellation_pending' });
    bench.until((await bench.now(debitId)).nextAttemptAt);
    const before = bench.asked();
    await bench.submit(debitId);
    const cancelled = await bench.now(debitId);
    expect([cancelled.status, cancelled.endReason]).toEqual(['cancelled', 'mandate_withdrawn']);
    expect(await bench.hint(debitId, 'payment.failed')).toBe('already');
    expect([(await bench.now(debitId)).sequence, bench.asked() - before]).toEqual([cancelled.sequence, 0]);
  });

  it.each([
    ['paused', 'blocked', 'mandate_paused'],
    ['expired', 'blocked', 'mandate_expired'],
    ['cancelled', 'cancelled', 'mandate_withdrawn'],
    ['rejected', 'blocked', 'mandate_not_active'],
  ] as const)('nothing is asked for on a %s mandate', async (status, expected, reason) => {
    const mandate = await bench.mandate();
    const debitId = await bench.notified(mandate);
    await bench.changeMandate(mandate.mandateId, { status });
    bench.until((await bench.now(debitId)).nextAttemptAt);
    const before = bench.asked();
    await bench.submit(debitId);
    const debit = await bench.now(debitId);
    expect([debit.status, debit.endReason, bench.asked() - before]).toEqual([expected, reason, 0]);
  });

  it('waits while the customer is asked to withdraw the mandate', async () => {
    const mandate = await bench.mandate();
    const debitId = await bench.notified(mandate);
    await bench.changeMandate(mandate.mandateId, {
      openOperation: {
        mandateOperationId: 'mop_1',
        type: 'withdraw',
        status: 'afa_pending',
        by: 'customer',
        startedAt: bench.platform.clock.now(),
      },
    });
    bench.until((await bench.now(debitId)).nextAttemptAt);
    await bench.submit(debitId);
    expect((await bench.now(debitId)).status).toBe('eligible');
    await bench.changeMandate(mandate.mandateId, { openOperation: undefined });
    // The first moment after that may lie in the peak hours.
    for (const _fire of [1, 2]) {
      const { nextAttemptAt } = await bench.now(debitId);
      if (nextAttemptAt !== undefined) bench.until(nextAttemptAt);
      await bench.submit(debitId);
    }
    expect((await bench.now(debitId)).status).toBe('succeeded');
  });

  it('asks for one debit of a mandate at a time', async () => {
    const mandate = await bench.mandate();
    const [first, second] = [await bench.notified(mandate), await bench.scheduled(mandate)];
    bench.provider.debitsAre('pending');
    bench.until((await bench.now(first)).nextAttemptAt);
    await bench.submit(first);
    await bench.request(second);
    await bench.check(second);
    const before = bench.asked();
    bench.until((await bench.now(second)).nextAttemptAt);
    await bench.submit(second);
    bench.provider.debitsAre('captured');
    expect([(await bench.now(first)).status, (await bench.now(second)).status, bench.asked() - before]).toEqual([
      'executing',
      'eligible',
      0,
    ]);
  });

  it('boundary case 26 a receipt that stands for another amount ends it; no second order is made', async () => {
    const debitId = await bench.scheduled();
    const open = bench.provider.openNotice;
    bench.until((await bench.now(debitId)).notifyAt);
    bench.provider.noticesAre('delivered');
    const context = await bench.context();
    const { mandateId, cycle } = await bench.now(debitId);
    const subject = {
      tenantId: bench.tenant.tenantId,
      mandateId,
      cycle: `${cycle}#${debitId}`,
      kind: 'debit',
      number: 1,
    };
    await open(context.tenant, {
      ...{ receipt: receiptOf(subject), amount: { minor: 1n, currency: 'INR' }, notes: {} },
      ...{ tokenId: 'token_1', paymentAfter: context.clock.now() },
    });
    const orders = bench.provider.orders.size;
    await bench.request(debitId);
    const failed = await bench.now(debitId);
    expect([failed.status, failed.endReason, bench.provider.orders.size]).toEqual([
      'failed',
      'receipt_conflict',
      orders,
    ]);
  });

  it('SH-26 a notice whose answer was lost is found again by its receipt', async () => {
    const debitId = await bench.scheduled();
    bench.until((await bench.now(debitId)).notifyAt);
    bench.provider.noticesAre('delivered');
    bench.provider.fail('openNotice', 'after');
    await expect(bench.request(debitId)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    const orders = bench.provider.orders.size;
    await bench.request(debitId);
    expect([(await bench.now(debitId)).status, bench.provider.orders.size]).toEqual(['notified', orders]);
  });

  it('a notice that lapsed on UPI is sent anew', async () => {
    const debitId = await bench.notified();
    bench.platform.clock.advance({ hours: 49 });
    const before = bench.asked();
    await bench.submit(debitId);
    const replanned = await bench.now(debitId);
    expect([replanned.status, bench.asked() - before]).toEqual(['scheduled', 0]);
    bench.until(replanned.notifyAt);
    await bench.request(debitId);
    await bench.check(debitId);
    expect((await bench.now(debitId)).notice?.number).toBe(2);
  });

  it('boundary cases 9, 10 keep out of the peak hours of UPI', async () => {
    const debitId = await bench.notified();
    const { nextAttemptAt } = await bench.now(debitId);
    // Some day later than the wait, at 10:05 in India.
    const at = (nextAttemptAt ?? Temporal.Instant.fromEpochMilliseconds(0)).toZonedDateTimeISO('Asia/Kolkata');
    const peak = at
      .add({ days: at.hour >= 10 ? 1 : 0 })
      .with({ hour: 10, minute: 5, second: 0 })
      .toInstant();
    bench.until(peak);
    await bench.submit(debitId);
    const waiting = await bench.now(debitId);
    expect(waiting.status).toBe('eligible');
    const opens = waiting.nextAttemptAt?.toZonedDateTimeISO('Asia/Kolkata');
    expect([opens?.hour, opens?.minute]).toEqual([13, 0]);
  });

  it('money that comes in late counts, and is marked as late', async () => {
    const debitId = await bench.notified();
    bench.until((await bench.now(debitId)).nextAttemptAt);
    bench.provider.debitsAre({ failed: { class: 'risk', reason: 'payment_risk_check_failed' } });
    await bench.submit(debitId);
    bench.provider.debitsAre('captured');
    expect((await bench.now(debitId)).status).toBe('failed');
    const payment = [...bench.provider.payments.values()].at(-1);
    bench.provider.setPayment(payment?.paymentId ?? '', { status: 'captured' });
    expect(await bench.hint(debitId, 'payment.captured')).toBe('applied');
    expect((await bench.now(debitId)).status).toBe('succeeded');
    expect((await bench.dataOf(debitId)).at(-1)).toMatchObject({ late: true });
  });
});
