import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MandateBench } from '../mandate-bench.ts';
import { startMandateBench } from '../mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

const given = async () => bench.announced(await bench.registered(), 5_00);

const debitOf = async ({ mandateId, debitId }: { mandateId: string; debitId: string }) =>
  (await bench.stored(mandateId)).debits.find((debit) => debit.debitId === debitId);

describe('hearOfCardMandateNotice', () => {
  it('rule 8 notes when the notice was delivered, once', async () => {
    const debit = await given();
    const deliveredAt = bench.platform.clock.now();
    expect(await bench.hear(debit.debitId)).toBe(true);
    bench.platform.clock.advance({ hours: 1 });
    await bench.hear(debit.debitId);
    expect(await debitOf(debit)).toMatchObject({ status: 'notified' });
    expect((await debitOf(debit))?.deliveredAt?.equals(deliveredAt.round('millisecond'))).toBe(true);
    const types = (await bench.recordsOfMandate(debit)).map(({ type }) => type);
    expect(types.filter((type) => type === 'card_mandate_debit.notified')).toHaveLength(1);
  });

  it.each(['notification.undelivered', 'notification.failed'])('%s: the debit is never let through', async (type) => {
    const debit = await given();
    await bench.hear(debit.debitId, type);
    await bench.hear(debit.debitId, type);
    expect(await debitOf(debit)).toMatchObject({ status: 'notice_failed' });
    bench.platform.clock.advance({ hours: 25 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
  });

  it('boundary case 7: a notice that failed goes out over the other channel, once', async () => {
    const debit = await given();
    const first = await bench.noticeOf(debit.debitId);
    await bench.hear(debit.debitId, 'notification.undelivered');
    const second = await bench.noticeOf(debit.debitId);
    expect(second).not.toBe(first);
    expect(await debitOf(debit)).toMatchObject({ status: 'notifying', noticeId: second });
    const notification = await bench.notification(second);
    expect(notification).toMatchObject({ channel: 'email', template: 'pre_debit', status: 'requested' });
    await bench.hear(debit.debitId, 'notification.undelivered', { noticeId: first });
    expect(await debitOf(debit)).toMatchObject({ status: 'notifying', noticeId: second });
  });

  it('boundary case 7: receipts in the wrong order prove nothing: what came back was not delivered', async () => {
    const debit = await given();
    const first = await bench.noticeOf(debit.debitId);
    await bench.hear(debit.debitId, 'notification.undelivered');
    await bench.hear(debit.debitId, 'notification.delivered', { noticeId: first });
    expect(await debitOf(debit)).toMatchObject({ status: 'notifying' });
    const second = await bench.noticeOf(debit.debitId);
    await bench.hear(debit.debitId, 'notification.undelivered');
    await bench.hear(debit.debitId, 'notification.delivered', { noticeId: second });
    expect(await debitOf(debit)).toMatchObject({ status: 'notice_failed' });
  });

  it('I14 a carrier whose clock is behind does not shorten the 24 hours', async () => {
    const debit = await given();
    bench.platform.clock.advance({ minutes: -5 });
    await bench.hear(debit.debitId);
    bench.platform.clock.advance({ minutes: 5 });
    bench.platform.clock.advance({ hours: 23, minutes: 59 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
    bench.platform.clock.advance({ minutes: 1 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('approved');
  });

  it('boundary case 7: delivered at last, the clock runs from there; a bounce takes it back', async () => {
    const debit = await given();
    await bench.hear(debit.debitId, 'notification.undelivered');
    bench.platform.clock.advance({ hours: 5 });
    await bench.hear(debit.debitId);
    bench.platform.clock.advance({ hours: 23 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
    bench.platform.clock.advance({ hours: 1 });
    await bench.hear(debit.debitId, 'notification.undelivered');
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
  });

  it('other messages, and those about nothing of ours, are left alone', async () => {
    const debit = await given();
    expect(await bench.hear(debit.debitId, 'notification.delivered', { template: 'post_debit' })).toBe(true);
    expect(await bench.hear(bench.platform.ids.next('cdb', bench.tenant))).toBe(true);
    expect(await bench.hear(bench.platform.ids.next('dbt', bench.tenant))).toBe(true);
    expect(await debitOf(debit)).toMatchObject({ status: 'notifying' });
  });
});
