import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DebitBench } from './debit-bench.ts';
import { startDebitBench } from './debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

/** Until when the newest notice of a debit carries it. */
const lapseOf = async (debitId: string, method: 'upi' | 'card'): Promise<Temporal.Instant> => {
  const { notice } = await bench.now(debitId);
  if (notice?.deliveredAt === undefined) throw new Error('no notice was delivered');
  return method === 'upi' ? notice.deliveredAt.add({ hours: 48 }) : notice.paymentAfter.add({ hours: 72 });
};

/** Fires the timers of a debit, each when it is due, until it has ended. */
const lived = async (debitId: string): Promise<void> => {
  for (let fires = 0; fires < 6; fires += 1) {
    const { status, notifyAt, nextAttemptAt } = await bench.now(debitId);
    if (status === 'succeeded' || status === 'failed') return;
    bench.until(status === 'scheduled' ? notifyAt : nextAttemptAt);
    await bench.request(debitId);
    await bench.check(debitId);
    await bench.submit(debitId);
  }
};

describe('a notice that has lapsed', () => {
  it.each([
    ['upi', 'rule 27, 48 hours after its delivery'],
    ['card', 'rule 42, three days after the day of the debit'],
  ] as const)('%s: carries no debit (%s); the payer is told anew and the wait begins anew', async (...row) => {
    const [method] = row;
    const debitId = await bench.notified(await bench.mandate({ method }));
    bench.until(await lapseOf(debitId, method));
    const before = bench.asked();
    await bench.submit(debitId);
    expect([(await bench.now(debitId)).status, bench.asked() - before]).toEqual(['scheduled', 0]);
    await lived(debitId);
    const { status, notice, attempts } = await bench.now(debitId);
    expect([status, notice?.number, attempts.length, bench.asked() - before]).toEqual(['succeeded', 2, 1, 1]);
    const waited = attempts[0]?.at.since(notice?.deliveredAt ?? Temporal.Instant.fromEpochMilliseconds(0));
    expect(waited?.total('hours')).toBeGreaterThanOrEqual(24);
    const receipts = bench.provider.calls.filter(({ step }) => step === 'openNotice').map(({ about }) => about);
    expect(receipts.at(-1)).not.toBe(receipts.at(-2));
  });

  it('rule 42 carries it until the last second on cards', async () => {
    const debitId = await bench.notified(await bench.mandate({ method: 'card' }));
    bench.until((await lapseOf(debitId, 'card')).subtract({ seconds: 1 }));
    await bench.submit(debitId);
    expect((await bench.now(debitId)).status).toBe('succeeded');
  });

  it('is followed by at most four others: then the debit has failed', async () => {
    const mandate = await bench.mandate({ method: 'card' });
    const debitId = await bench.notified(mandate);
    const before = bench.asked();
    for (let notices = 1; notices < 5; notices += 1) {
      bench.until(await lapseOf(debitId, 'card'));
      await bench.submit(debitId);
      bench.until((await bench.now(debitId)).notifyAt);
      await bench.request(debitId);
      await bench.check(debitId);
    }
    bench.until(await lapseOf(debitId, 'card'));
    await bench.submit(debitId);
    expect(await bench.now(debitId)).toMatchObject({ status: 'failed', endReason: 'notice_lapsed' });
    expect([bench.asked() - before, (await bench.mandateNow(mandate.mandateId)).openDebits]).toEqual([0, []]);
  });
});
