import type { Share, SliceLevel } from './deposit-slices.ts';

/** Money that changes its slice, and nothing else: both sides sum to the same. No slice is on both. */
export interface Rebalancing {
  readonly from: readonly Share[];
  readonly to: readonly Share[];
}

const ascending = (left: SliceLevel, right: SliceLevel): number => {
  if (left.available === right.available) return left.slice - right.slice;
  return left.available < right.available ? -1 : 1;
};

/** Takes the amount from the richest first, from none more than it has above the mean. */
const fromRich = (poorestFirst: readonly SliceLevel[], mean: bigint, amount: bigint): readonly Share[] => {
  const shares: Share[] = [];
  let missing = amount;
  for (const { slice, available } of poorestFirst.toReversed()) {
    const spare = available - mean;
    if (missing === 0n || spare <= 0n) break;
    const part = spare < missing ? spare : missing;
    shares.push({ slice, amount: part });
    missing -= part;
  }
  return shares;
};

/**
 * Which money to move between the slices of a deposit, once the poorest has less than half of the mean and the richest
 * more than one and a half: slices below the half are raised to the mean by the richest ones. Slices in between are left
 * alone, so that as few authorizations as possible meet the move.
 * @returns undefined when the slices are even enough, or there is nothing to move
 */
export const rebalancingOf = (levels: readonly SliceLevel[]): Rebalancing | undefined => {
  const ordered = levels.toSorted(ascending);
  const [poorest, richest] = [ordered.at(0), ordered.at(-1)];
  if (poorest === undefined || richest === undefined) return undefined;
  const count = BigInt(levels.length);
  const sum = levels.reduce((whole, { available }) => whole + available, 0n);
  const isUneven = 2n * count * poorest.available < sum && 2n * count * richest.available > 3n * sum;
  const mean = sum / count;
  if (!isUneven || mean <= 0n) return undefined;
  const to = ordered
    .filter(({ available }) => 2n * count * available < sum && available < mean)
    .map(({ slice, available }) => ({ slice, amount: mean - available }));
  const amount = to.reduce((whole, share) => whole + share.amount, 0n);
  return amount === 0n ? undefined : { from: fromRich(ordered, mean, amount), to };
};
