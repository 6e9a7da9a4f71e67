import { describe, expect, it } from 'vitest';
import { baselineSchema, complaints, updated } from '../../bench/gate.ts';
import storedBaseline from '../../bench/baseline.json' with { type: 'json' };

const baseline = { writes: { is: 4, limit: 6 }, ms: { limit: 100 } };

describe('Gates of the benchmark', () => {
  it('hold when counts are equal and times below their ceiling', () => {
    expect(complaints({ writes: 4, ms: 99.5 }, baseline)).toEqual([]);
  });

  it.each([
    ['a count that grew', { writes: 5, ms: 1 }, /^writes: 5 instead of 4; .*--update/],
    ['a count that fell, so that the baseline follows', { writes: 3, ms: 1 }, /^writes: 3 instead of 4/],
    ['a count above its limit', { writes: 7, ms: 1 }, /^writes: 7, at most 6 is allowed$/],
    ['a time above its ceiling', { writes: 4, ms: 101 }, /^ms: 101, at most 100 is allowed$/],
    ['a figure that is no number', { writes: 4, ms: Number.NaN }, /^ms: NaN/],
    ['a figure that was not measured', { writes: 4 }, /^ms: was not measured$/],
    ['a figure without a gate', { writes: 4, ms: 1, reads: 2 }, /^reads: is measured but has no gate/],
  ])('fail for %s', (_, figures, line) => {
    expect(complaints(figures, baseline)).toEqual([expect.stringMatching(line)]);
  });

  it('name every failure at once', () => {
    expect(complaints({ writes: 9, ms: 900 }, baseline)).toHaveLength(2);
  });

  it('take new counts, and keep ceilings and limits', () => {
    expect(updated({ writes: 6, ms: 50 }, baseline)).toEqual({ writes: { is: 6, limit: 6 }, ms: { limit: 100 } });
  });

  it('never take a count above its limit, nor one that is missing', () => {
    expect(() => updated({ writes: 7, ms: 50 }, baseline)).toThrow('writes is 7, above its limit of 6');
    expect(() => updated({ ms: 50 }, baseline)).toThrow('writes was not measured');
  });

  it('in the repository have the limits that issue and design state', () => {
    const stored = baselineSchema.parse(storedBaseline);
    expect(stored).toMatchObject({
      'card-issuance: transitions': { limit: 10 },
      'largest function: KB': { limit: 900 },
      'npm start ready: ms': { limit: 5000 },
      'createCustomer: key calls': { is: 0, limit: 0 },
      'createVirtualCard: key calls': { is: 1, limit: 1 },
    });
  });
});
