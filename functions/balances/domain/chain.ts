/** SHA-256 of the canonical form of a JSON value: the same text for the same value, in no other case. */
export type HashOf = (value: Readonly<Record<string, unknown>>) => string;

/** What the chain says of one journal entry. */
export interface ChainLink {
  readonly eventId: string;
  /** Hash of everything that the entry's item holds for good. */
  readonly content: string;
}

/** `operator`: the stream did not tell of it in time, and somebody decided to add it later. */
export const chainOrigins = ['stream', 'operator'] as const;
export type ChainOrigin = (typeof chainOrigins)[number];

/**
 * Links of a tenant's chain that were added together. Each link has a hash over the link before it, its place, its
 * entry and where it came from; only the last one is stored, the others follow from it and from what the block holds.
 */
export interface ChainBlock {
  /** Counts a tenant's blocks from 1, without gaps. */
  readonly number: number;
  /** Place of its first link in the chain, from 1. */
  readonly first: number;
  /** Hash of the link before; empty for the first of all. */
  readonly previous: string;
  readonly origin: ChainOrigin;
  readonly links: readonly ChainLink[];
  /** Hash of its last link. */
  readonly hash: string;
}

type Body = Omit<ChainBlock, 'hash'>;

/** The hash of every link of a block, in order. */
export const linkHashes = (hashOf: HashOf, { first, previous, origin, links }: Body): readonly string[] => {
  const hashes: string[] = [];
  for (const [position, { eventId, content }] of links.entries()) {
    const before = hashes.at(-1) ?? previous;
    hashes.push(hashOf({ previous: before, sequence: first + position, eventId, content, origin }));
  }
  return hashes;
};

/**
 * The block that continues a chain.
 * @param last the newest block so far; undefined when there is none
 * @param links at least one
 */
export const nextBlock = (
  hashOf: HashOf,
  last: ChainBlock | undefined,
  { links, origin }: Pick<ChainBlock, 'links' | 'origin'>,
): ChainBlock => {
  const body: Body = {
    number: (last?.number ?? 0) + 1,
    first: last === undefined ? 1 : last.first + last.links.length,
    previous: last?.hash ?? '',
    origin,
    links,
  };
  const hash = linkHashes(hashOf, body).at(-1);
  if (hash === undefined) throw new RangeError('a block of a chain has one link or more');
  return { ...body, hash };
};
