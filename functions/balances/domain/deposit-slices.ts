/** A deposit is kept in this many items, so that authorizations of one tenant do not wait for each other. */
export const depositSlices = 40;

/** A part of an amount and the slice that gives it. */
export interface Share {
  /** 0 to `depositSlices` − 1. */
  readonly slice: number;
  /** Minor units, above zero. */
  readonly amount: bigint;
}

/** What a slice has left; below zero after charges that nothing was reserved for. */
export interface SliceLevel {
  readonly slice: number;
  readonly available: bigint;
}

/** The slice that a balance charges first: always the same, and evenly spread over balances (FNV-1a). */
export const homeSlice = (balanceId: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(balanceId)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % depositSlices;
};

const bySlice = (left: Share, right: Share): number => left.slice - right.slice;

const richestFirst = (left: SliceLevel, right: SliceLevel): number => {
  if (left.available === right.available) return left.slice - right.slice;
  return left.available > right.available ? -1 : 1;
};

/**
 * Splits an amount over all slices exactly; what cannot be divided goes to the first ones.
 * @param amount minor units, zero or above
 */
export const evenShares = (amount: bigint): readonly Share[] => {
  const count = BigInt(depositSlices);
  return Array.from({ length: depositSlices }, (_, slice) => ({
    slice,
    amount: amount / count + (BigInt(slice) < amount % count ? 1n : 0n),
  })).filter((share) => share.amount > 0n);
};

/**
 * Divides shares at an amount, in their order: `first` sums to it, or to all there is.
 * @param amount minor units, zero or above
 */
export const splitShares = (
  shares: readonly Share[],
  amount: bigint,
): { readonly first: readonly Share[]; readonly rest: readonly Share[] } => {
  const [first, rest]: [Share[], Share[]] = [[], []];
  let missing = amount;
  for (const share of shares) {
    const part = share.amount < missing ? share.amount : missing;
    if (part > 0n) first.push({ ...share, amount: part });
    if (part < share.amount) rest.push({ ...share, amount: share.amount - part });
    missing -= part;
  }
  return { first, rest };
};

/** The richest slices' shares of an amount, as far as they have it. */
const fromRichest = (levels: readonly SliceLevel[], amount: bigint): readonly Share[] => {
  const owned = levels.filter(({ available }) => available > 0n).toSorted(richestFirst);
  return splitShares(
    owned.map(({ slice, available }) => ({ slice, amount: available })),
    amount,
  ).first.toSorted(bySlice);
};

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/**
 * Where an amount fits: the richest slice, or else the fewest slices that have it together.
 * @returns shares by slice; undefined when all slices together have less
 */
export const roomFor = (levels: readonly SliceLevel[], amount: bigint): readonly Share[] | undefined =>
  sumOf(levels.map(({ available }) => available)) < amount ? undefined : fromRichest(levels, amount);

/** Whom to charge what must be charged: the richest, and the rest, which nobody has, the slice `home`. */
export const chargeFor = (
  levels: readonly SliceLevel[],
  { amount, home }: { readonly amount: bigint; readonly home: number },
): readonly Share[] => {
  const shares = fromRichest(levels, amount);
  const rest = amount - sumOf(shares.map((share) => share.amount));
  return rest === 0n ? shares : [...shares, { slice: home, amount: rest }];
};

/** Where a reload goes: slices below zero are evened first, the rest is split over all. */
export const reloadFor = (levels: readonly SliceLevel[], amount: bigint): readonly Share[] => {
  const debts = levels.filter(({ available }) => available < 0n);
  const { first } = splitShares(
    debts.map(({ slice, available }) => ({ slice, amount: -available })),
    amount,
  );
  return [...first, ...evenShares(amount - sumOf(first.map((share) => share.amount)))];
};
