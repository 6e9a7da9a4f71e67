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
    expect(await debitOf(debit)).toMatchObject({ status: 'notice_failed' });
    bench.platform.clock.advance({ hours: 25 });
    expect((await bench.debit(debit, 5_00)).decision).toBe('declined');
  });

  it('boundary case 7: delivered after all, the clock runs from there; a bounce takes it back', async () => {
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
    expect(await bench.hear(debit.debitId, 'notification.delivered', 'post_debit')).toBe(true);
    expect(await bench.hear(bench.platform.ids.next('cdb', bench.tenant))).toBe(true);
    expect(await bench.hear(bench.platform.ids.next('dbt', bench.tenant))).toBe(true);
    expect(await debitOf(debit)).toMatchObject({ status: 'notifying' });
  });
});
