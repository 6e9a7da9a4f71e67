import type { SpendCounters } from '../balances/ports/spend-ledger.ts';
import type { Counted, HoldChange } from './domain/hold.ts';

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** What was reserved and is not spent after all; minor units. */
const freedBy = ({ held, posted }: HoldChange): bigint => {
  const released = held < 0n ? -held : 0n;
  const spent = posted < 0n ? -posted : 0n;
  return released - smaller(released, spent);
};

/**
 * Spend limits get back what an authorization counted and did not spend, while the window still runs.
 * @returns undefined when no counter changes
 */
export const loweredCounters = (
  counters: SpendCounters,
  { change, counted }: { readonly change: HoldChange; readonly counted: readonly Counted[] },
): SpendCounters | undefined => {
  const freed = freedBy(change);
  const running = counted.filter(({ key, run }) => counters[key]?.window === run);
  if (freed === 0n || running.length === 0) return undefined;
  const lowered = new Map(Object.entries(counters));
  for (const key of new Set(running.map(({ key: name }) => name))) {
    const counter = lowered.get(key);
    if (counter !== undefined) lowered.set(key, { ...counter, used: counter.used - smaller(counter.used, freed) });
  }
  return Object.fromEntries(lowered);
};
