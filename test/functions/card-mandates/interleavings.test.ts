import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MandateBench } from './mandate-bench.ts';
import { startMandateBench } from './mandate-bench.ts';

let bench: MandateBench;

beforeAll(async () => {
  bench = await startMandateBench();
});
afterAll(() => bench.platform.stop());

type Step = 'skip' | 'withdraw' | 'debit';

describe('Whatever the order of skip, withdrawal and debits', () => {
  it('rule 6 no debit passes after either was answered, and at most one passes at all', async () => {
    const rounds = fc.array(fc.array(fc.constantFrom<Step>('skip', 'withdraw', 'debit'), { maxLength: 4 }), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(rounds, async (steps) => {
        const debit = await bench.eligible(await bench.registered(), 5_00);
        let ended = false;
        let passed = 0;
        for (const round of steps) {
          const wasEnded = ended;
          const answers = await Promise.all(
            round.map(async (step) => {
              if (step === 'debit') return { step, done: (await bench.debit(debit, 5_00)).decision === 'approved' };
              return { step, done: (await bench[step](debit)).status === 200 };
            }),
          );
          const debited = answers.filter(({ step, done }) => step === 'debit' && done).length;
          passed += debited;
          ended ||= answers.some(({ step, done }) => step !== 'debit' && done);
          const isSkipped = answers.some(({ step, done }) => step === 'skip' && done);
          // Nothing is let through after an end, nor beside a skip.
          expect(wasEnded || isSkipped ? debited : 0).toBe(0);
        }
        expect(passed).toBeLessThanOrEqual(1);
        const status = (await bench.stored(debit.mandateId)).debits[0]?.status;
        expect(status === 'debited').toBe(passed === 1);
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});
