import type { Counted, HoldChange } from './hold.ts';
import type { SpendCounters } from './spend-facts.ts';

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** What was reserved and is not spent after all, or was spent and is given back; minor units. */
const freedBy = ({ held, posted }: HoldChange, givesBack: boolean): bigint => {
  const released = held < 0n ? -held : 0n;
  if (posted > 0n) return givesBack ? posted : 0n;
  return released - smaller(released, -posted);
};

/**
 * Spend limits get back what an authorization counted and did not spend, while the window still runs; never more than
 * it counted within that window. A refund gives nothing back: that money was spent.
 * @param about.givesBack the message undoes a spending
 * @returns counters undefined when none changes; `counted` is what the authorization still counts
 */
export const loweredCounters = (
  counters: SpendCounters,
  about: { readonly change: HoldChange; readonly counted: readonly Counted[]; readonly givesBack: boolean },
): { readonly counters: SpendCounters | undefined; readonly counted: readonly Counted[] } => {
  const freed = freedBy(about.change, about.givesBack);
  const open = new Map<string, bigint>();
  const lowered = new Map(Object.entries(counters));
  const counted = about.counted.flatMap((part): readonly Counted[] => {
    const counter = lowered.get(part.key);
    if (counter?.window !== part.run) return [part];
    const left = open.get(part.key) ?? freed;
    const given = smaller(smaller(left, part.minor), counter.used);
    open.set(part.key, left - given);
    lowered.set(part.key, { ...counter, used: counter.used - given });
    return part.minor === given ? [] : [{ ...part, minor: part.minor - given }];
  });
  const changed = [...open.values()].some((left) => left < freed);
  return changed ? { counters: Object.fromEntries(lowered), counted } : { counters: undefined, counted: about.counted };
};
