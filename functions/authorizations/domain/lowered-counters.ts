import type { Counted, HoldChange } from './hold.ts';
import type { SpendCounter, SpendCounters } from './spend-facts.ts';

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** What was reserved and is not spent after all, or was spent and is given back; minor units. */
const freedBy = ({ held, posted }: HoldChange, givesBack: boolean): bigint => {
  const released = held < 0n ? -held : 0n;
  if (posted > 0n) return givesBack ? posted : 0n;
  return released - smaller(released, -posted);
};

/** The counter without a part of an authorization; without its use too, once nothing of the authorization is left. */
const without = (
  counter: SpendCounter,
  { times = 0n }: Counted,
  given: { readonly minor: bigint; readonly all: boolean },
): SpendCounter => ({
  ...counter,
  used: counter.used - given.minor,
  ...(counter.times === undefined || !given.all ? {} : { times: counter.times - smaller(times, counter.times) }),
});

/**
 * Spend limits get back what an authorization counted and did not spend, while the window still runs; never more than
 * it counted within that window. The use itself comes back with the last of it: what was reversed or expired as a whole
 * did not take place. A refund gives nothing back: that money was spent.
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
  // The last increment is taken back first, so that the use, which the authorization itself counted, goes last.
  const counted = about.counted.toReversed().flatMap((part): readonly Counted[] => {
    const counter = lowered.get(part.key);
    if (counter?.window !== part.run) return [part];
    const left = open.get(part.key) ?? freed;
    const given = smaller(smaller(left, part.minor), counter.used);
    open.set(part.key, left - given);
    const all = part.minor === given;
    lowered.set(part.key, without(counter, part, { minor: given, all }));
    return all ? [] : [{ ...part, minor: part.minor - given }];
  });
  const changed = [...open.values()].some((left) => left < freed);
  return changed
    ? { counters: Object.fromEntries(lowered), counted: counted.toReversed() }
    : { counters: undefined, counted: about.counted };
};
