import { describe, expect, it } from 'vitest';
import { runExperiment } from '../../bench/hot-account.ts';

const setting = { slices: 40, rate: 200, duration: 0.01, purchases: 20_000, utilisation: 0.5, seed: 7 };

describe('bench/hot-account.ts', () => {
  it('I20 B5 with 40 slices at 200 per second, 95 % are approved at the first attempt, and no balance is wrong', () => {
    const found = runExperiment(setting);
    expect(found.firstAttempt).toBeGreaterThanOrEqual(0.95);
    expect(found.wrongBalances).toBe(0);
  });

  it.each([1, 2, 3])('I20 at 90 %% utilisation at most 0.1 %% are refused in error (seed %i)', (seed) => {
    const found = runExperiment({ ...setting, utilisation: 0.9, purchases: 10_000, seed });
    expect(found.approved).toBeGreaterThan(5_000);
    expect(found.falselyRefused / 10_000).toBeLessThanOrEqual(0.001);
    expect(found.wrongBalances).toBe(0);
  });

  it('B5 shows what one item would do: most first attempts meet a conflict', () => {
    const [one, eight] = [runExperiment({ ...setting, slices: 1 }), runExperiment({ ...setting, slices: 8 })];
    expect(one.firstAttempt).toBeLessThan(0.2);
    expect(eight.firstAttempt).toBeGreaterThan(one.firstAttempt);
    expect(eight.p99Attempts).toBeLessThan(one.p99Attempts);
  });
});
