import type { Findings } from './benchmark.ts';
import type { Figures } from './gate.ts';

const mostMeasurements = 3;

const better = (left: Findings, right: Findings): Findings => ({
  figures: Object.fromEntries(
    Object.entries(left.figures).map(([name, value]) => [name, Math.min(value, right.figures[name] ?? value)]),
  ),
  lines: [...left.lines, ...right.lines],
});

/**
 * Measures until every goal is met, a few times at most. Somebody else on the machine makes a ratio worse and none
 * better: the best of a few is the truest.
 * @param goals the most that a figure may be; figures without one are counts, which do not vary
 */
export const bestOf = async (measure: () => Promise<Findings>, goals: Figures): Promise<Findings> => {
  const isGood = ({ figures }: Findings): boolean =>
    Object.entries(goals).every(([name, goal]) => (figures[name] ?? Number.NaN) <= goal);
  let found = await measure();
  for (let number = 1; number < mostMeasurements && !isGood(found); number += 1) {
    found = better(found, await measure());
  }
  return found;
};
