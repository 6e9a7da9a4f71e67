import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutcomeSample } from '../../../functions/kernel/observability/meter.ts';
import type { DebitBench } from './debit-bench.ts';
import { startDebitBench } from './debit-bench.ts';

let bench: DebitBench;
let samples: OutcomeSample[];

beforeAll(async () => {
  bench = await startDebitBench({
    at: (platform) => ({
      ...platform,
      meter: { ...platform.meter, outcome: (sample) => void samples.push(sample) },
    }),
  });
});
beforeEach(() => {
  samples = [];
});
afterAll(() => bench.stop());

const instrument = { method: 'upi', bank: 'HDFC', app: 'bhim' };

const submitted = async (outcome: Parameters<DebitBench['provider']['debitsAre']>[0]): Promise<string> => {
  const debitId = await bench.notified();
  bench.until((await bench.now(debitId)).nextAttemptAt);
  bench.provider.debitsAre(outcome);
  await bench.submit(debitId);
  bench.provider.debitsAre('captured');
  return debitId;
};

/** A debit that its payer has to authenticate. @returns the payment that stands in for it */
const large = async (): Promise<string> => {
  const { mandateId } = await bench.mandate();
  const { body } = await bench.create(mandateId, { amount: 15_000_01 });
  expect(body.status).toBe('requires_authentication');
  const { paymentId = '' } = await bench.now(String(body.debitId));
  return paymentId;
};

describe('what debits come to', () => {
  it('SH-32 is measured by method, bank and app when the money has come', async () => {
    await submitted('captured');
    expect(samples).toEqual([{ subject: 'debit', isSuccess: true, ...instrument }]);
  });

  it('SH-32 is measured with the reason when it will not come', async () => {
    await submitted({ failed: { class: 'mandate_dead', reason: 'mandate_cancelled' } });
    expect(samples).toEqual([{ subject: 'debit', isSuccess: false, ...instrument, reason: 'mandate_cancelled' }]);
  });

  it('SH-32 is not measured while it may still come', async () => {
    const debitId = await submitted({ failed: { class: 'transient', reason: 'bank_not_available' } });
    expect((await bench.now(debitId)).status).toBe('retry_wait');
    expect(samples).toEqual([]);
  });

  it('SH-32 is measured by itself above the amount that needs no authentication', async () => {
    const paymentId = await large();
    bench.platform.clock.advance({ hours: 100 });
    await bench.expire(paymentId);
    const abandoned = { isSuccess: false, ...instrument, reason: 'authentication_expired' };
    expect(samples).toEqual([
      { subject: 'debit', ...abandoned },
      { subject: 'large_debit', ...abandoned },
    ]);
  });

  it('SH-32 is measured once, also when the provider says the same again', async () => {
    const debitId = await submitted('captured');
    await bench.hint(debitId);
    await bench.resolve(debitId);
    expect(samples).toHaveLength(1);
  });

  it('SH-32 is not measured of a debit that its customer has skipped', async () => {
    const debitId = await bench.notified();
    await bench.skip(await bench.now(debitId));
    expect((await bench.now(debitId)).status).toBe('opted_out');
    expect(samples).toEqual([]);
  });
});
