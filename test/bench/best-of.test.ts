import { describe, expect, it } from 'vitest';
import { bestOf } from '../../bench/best-of.ts';

const goals = { ratio: 110 };

const measuring = (...ratios: readonly number[]) => {
  const left = [...ratios];
  return async () => {
    const ratio = left.shift();
    if (ratio === undefined) throw new Error('measured once too often');
    return { figures: { ratio, count: 3 }, lines: [`ratio ${ratio}`] };
  };
};

describe('the best of a few measurements', () => {
  it('B2 B3 B14 is the first when it meets the goal', async () => {
    expect(await bestOf(measuring(110), goals)).toEqual({ figures: { ratio: 110, count: 3 }, lines: ['ratio 110'] });
  });

  it('B2 B3 B14 is the first that meets the goal, and shows what was measured before', async () => {
    const found = await bestOf(measuring(150, 100), goals);
    expect(found).toEqual({ figures: { ratio: 100, count: 3 }, lines: ['ratio 150', 'ratio 100'] });
  });

  it('B2 B3 B14 is the least of three when none meets it, which the gate then refuses', async () => {
    expect((await bestOf(measuring(150, 120, 130), goals)).figures).toEqual({ ratio: 120, count: 3 });
  });

  it('B2 B3 B14 never takes a ratio that is no number, or is missing, for a good one', async () => {
    const found = await bestOf(measuring(Number.NaN, Number.NaN, Number.NaN), goals);
    expect(found.figures['ratio']).toBeNaN();
    expect(found.lines).toHaveLength(3);
  });
});
