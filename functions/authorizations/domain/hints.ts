import type { Check } from './checks.ts';

type Hint = Readonly<Record<string, unknown>>;

const isHint = (value: unknown): value is Hint => typeof value === 'object' && value !== null;

/** Two channels that are off are both to be switched on; of two amounts the smaller one passes both, of two days the later. */
const merged = (left: unknown, right: unknown): unknown => {
  if (isHint(left) && isHint(right)) return { ...left, ...right };
  if (typeof left === 'string' && typeof right === 'string') return left > right ? left : right;
  return typeof left === 'number' && typeof right === 'number' ? Math.min(left, right) : right;
};

const joined = (left: Hint, right: Hint): Hint => ({
  ...left,
  ...Object.fromEntries(
    Object.entries(right).map(([name, value]) => [name, name in left ? merged(left[name], value) : value]),
  ),
});

/** A smaller amount needs less money, or none beyond what is there. */
const withoutNeedlessLoad = ({ load, ...hint }: Hint, available: bigint): Hint => {
  const { amount } = hint;
  if (typeof load !== 'number' || typeof amount !== 'number') return load === undefined ? hint : { ...hint, load };
  const short = amount - Number(available);
  return short > 0 ? { ...hint, load: short } : hint;
};

/**
 * What would have passed, taken together; undefined when one of the failed checks has nothing that would help.
 * @param available minor units
 */
export const wouldPassWithAll = (failed: readonly Check[], available: bigint): Hint | undefined => {
  const hints = failed.flatMap(({ wouldPassWith }) => (wouldPassWith === undefined ? [] : [wouldPassWith]));
  if (hints.length < failed.length) return undefined;
  return withoutNeedlessLoad(hints.reduce(joined, {}), available);
};
