import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DebitBench } from './debit-bench.ts';
import { startDebitBench } from './debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());
beforeEach(() => bench.provider.noticesAre('delivered'));

/** A debit of the next month is told of and asked for until its end. */
const untilItsEnd = async (debitId: string) => {
  bench.until((await bench.now(debitId)).notifyAt);
  await bench.request(debitId);
  await bench.check(debitId);
  for (let round = 1; round <= 5; round += 1) {
    const { nextAttemptAt } = await bench.now(debitId);
    if (nextAttemptAt === undefined) break;
    bench.until(nextAttemptAt);
    await bench.submit(debitId);
  }
  return bench.now(debitId);
};

const inDays = (days: number): string =>
  bench.platform.clock
    .now()
    .add({ hours: 24 * days })
    .toString();

describe('attempts of a cycle', () => {
  it('boundary case 11, rule 29: a cycle that had its four takes no other debit, on session the customer may pay', async () => {
    const { mandateId } = await bench.mandate({ frequency: 'monthly' });
    const first = await bench.create(mandateId, { dueAt: inDays(14) });
    bench.provider.debitsAre({ failed: { class: 'transient', reason: 'bank_technical_error' } });
    const exhausted = await untilItsEnd(String(first.body.debitId));
    expect([exhausted.status, exhausted.attempts.length]).toEqual(['exhausted', 4]);

    const again = await bench.create(mandateId, { dueAt: inDays(2) });
    expect([again.status, again.body.code]).toEqual([409, 'cycle_used']);
    expect(again.body).toMatchObject({ reason: 'attempts_used', cycle: exhausted.cycle });
    const above = await bench.create(mandateId, { dueAt: inDays(2), amount: 60_000_00 });
    expect([above.status, above.body.status]).toEqual([201, 'requires_authentication']);
    const next = await bench.create(mandateId, { dueAt: inDays(40) });
    expect([next.status, next.body.status]).toEqual([201, 'scheduled']);
  });

  it('rule 29 what one debit of a cycle has used, the next one of that cycle has not', async () => {
    const { mandateId } = await bench.mandate({ frequency: 'monthly' });
    const first = String((await bench.create(mandateId, { dueAt: inDays(14) })).body.debitId);
    const before = bench.asked();
    bench.provider.debitsAre({ failed: { class: 'risk', reason: 'suspected_fraud_decline' } });
    expect([(await untilItsEnd(first)).status, bench.asked() - before]).toEqual(['failed', 1]);

    const second = String((await bench.create(mandateId, { dueAt: inDays(2) })).body.debitId);
    bench.provider.debitsAre({ failed: { class: 'transient', reason: 'bank_technical_error' } });
    const { status, attempts, cycle } = await untilItsEnd(second);
    expect([status, attempts.length, bench.asked() - before]).toEqual(['exhausted', 3, 4]);
    expect(cycle).toBe((await bench.now(first)).cycle);
  });

  it('counts nothing for a mandate without cycles', async () => {
    const { mandateId } = await bench.mandate();
    bench.provider.debitsAre({ failed: { class: 'transient', reason: 'bank_technical_error' } });
    for (const _debit of [1, 2]) {
      const { body } = await bench.create(mandateId);
      const { status, attempts } = await untilItsEnd(String(body.debitId));
      expect([status, attempts.length]).toEqual(['exhausted', 4]);
    }
    expect((await bench.mandateNow(mandateId)).cycleAttempts ?? []).toEqual([]);
  });
});
