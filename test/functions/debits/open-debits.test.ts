import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDebits } from '../../../functions/debits/open-debits.ts';
import type { DebitBench } from './debit-bench.ts';
import { startDebitBench } from './debit-bench.ts';

let bench: DebitBench;

beforeAll(async () => {
  bench = await startDebitBench();
});
afterAll(() => bench.stop());

describe('openDebits', () => {
  it('boundary case 14 cancels what is open with its timers, and leaves what is being asked for', async () => {
    const mandate = await bench.mandate();
    const [executing, waiting] = [await bench.notified(mandate), await bench.scheduled(mandate)];
    bench.until((await bench.now(executing)).nextAttemptAt);
    bench.provider.debitsAre('pending');
    await bench.submit(executing);
    bench.provider.debitsAre('captured');
    const context = await bench.context();
    const { openDebits: open } = await bench.mandateNow(mandate.mandateId);
    const share = await openDebits(bench.deps).cancel(context, open, 'mandate_withdrawn');
    await bench.deps.unitOfWork.commit(context, share, undefined);
    expect([(await bench.now(executing)).status, (await bench.now(waiting)).status]).toEqual([
      'executing',
      'cancelled',
    ]);
    expect(await bench.timersOf(waiting)).toEqual([]);
    expect((await bench.dataOf(waiting)).at(-1)).toMatchObject({ reason: 'mandate_withdrawn', method: 'upi' });
  });
});
