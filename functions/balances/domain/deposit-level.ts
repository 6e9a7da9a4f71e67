import { depositSlices } from './deposit-slices.ts';

/** What one change of a slice told. */
export interface Sighting {
  readonly slice: number;
  /** Rises with every write of the slice. */
  readonly version: bigint;
  /** Minor units it has available, without what rebalancing moved: moves between slices are no change of the deposit. */
  readonly own: bigint;
}

/** How a deposit stood when its slices were last seen, each at its own version. */
export interface DepositLevel {
  /** Rises with every step; 0 before the first. */
  readonly revision: number;
  /** By number of the slice. */
  readonly slices: readonly Pick<Sighting, 'version' | 'own'>[];
}

export const unseen: DepositLevel = {
  revision: 0,
  slices: Array.from({ length: depositSlices }, () => ({ version: 0n, own: 0n })),
};

/** Minor units that all slices have available. */
export const totalOf = ({ slices }: DepositLevel): bigint => slices.reduce((sum, { own }) => sum + own, 0n);

export interface Step {
  readonly level: DepositLevel;
  /** Whether this step took the deposit from the threshold or above to below it. */
  readonly isCrossing: boolean;
}

/** The level with the sighting in it; undefined when that is older, or tells the same amount. */
const seen = ({ revision, slices }: DepositLevel, { slice, version, own }: Sighting): DepositLevel | undefined => {
  const last = slices[slice];
  if (last === undefined || version <= last.version || own === last.own) return undefined;
  return { revision, slices: slices.map((known, number) => (number === slice ? { version, own } : known)) };
};

/**
 * Takes in what changes of slices told, in their order: up to the first crossing of the threshold, or to the last of
 * them. What was seen before, or is older, changes nothing, so changes may be told again.
 * @returns undefined when there is nothing new
 */
export const nextStep = (from: DepositLevel, sightings: readonly Sighting[], threshold: bigint): Step | undefined => {
  let level = from;
  for (const sighting of sightings) {
    const next = seen(level, sighting);
    if (next === undefined) continue;
    const isCrossing = totalOf(level) >= threshold && totalOf(next) < threshold;
    level = next;
    if (isCrossing) return { level: { ...level, revision: from.revision + 1 }, isCrossing };
  }
  return level === from ? undefined : { level: { ...level, revision: from.revision + 1 }, isCrossing: false };
};
