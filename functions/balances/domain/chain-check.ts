import type { ChainBlock, ChainLink, HashOf } from './chain.ts';
import { linkHashes } from './chain.ts';

/** What is wrong with a chain, or with the journal beside it. */
export type ChainFault = BlockFault | EntryFault | { readonly kind: 'head_lost'; readonly sequence: number };

export interface BlockFault {
  /** Detached: it does not continue the block before. Changed: its links do not lead to its hash. */
  readonly kind: 'block_missing' | 'block_twice' | 'block_detached' | 'block_changed';
  readonly block: number;
}

export interface EntryFault {
  /** Missing: in the chain, not in the journal. Unlinked: in the journal, not in the chain. */
  readonly kind: 'entry_missing' | 'entry_unlinked' | 'entry_changed' | 'entry_linked_twice' | 'entry_twice';
  readonly eventId: string;
}

/** A place in a chain that somebody wrote down earlier. */
export interface ChainMark {
  /** Place of a link, from 1. */
  readonly sequence: number;
  readonly hash: string;
}

export interface ChainFindings {
  /** The newest link; undefined for an empty chain. */
  readonly head: ChainMark | undefined;
  /** Entries too new to be missed in the chain. */
  readonly waiting: number;
  readonly faults: readonly ChainFault[];
}

/** A tenant's journal and what is known of its chain. */
export interface ChainEvidence {
  /** In any order. */
  readonly blocks: readonly ChainBlock[];
  /** The journal as it stands, hashed anew, in any order. */
  readonly entries: readonly ChainLink[];
  /** Whether an entry may still be on its way into the chain. */
  readonly isNew: (eventId: string) => boolean;
  /** Links that must be in the chain as they were when they were written down. */
  readonly marks?: readonly ChainMark[];
}

interface Walked {
  readonly head: ChainMark | undefined;
  readonly hashes: ReadonlyMap<number, string>;
  readonly faults: readonly ChainFault[];
}

/** Which numbers there are instead of those that follow on the one before. */
const numberFaults = (before: number, number: number): readonly BlockFault[] => {
  if (number === before) return [{ kind: 'block_twice', block: number }];
  const gap = Array.from({ length: number - before - 1 }, (_, position) => before + 1 + position);
  return gap.map((block) => ({ kind: 'block_missing', block }));
};

/** Every block in turn: is it the next one, does it continue the one before, do its links lead to its hash. */
const walk = (hashOf: HashOf, blocks: readonly ChainBlock[]): Walked => {
  const faults: BlockFault[] = [];
  const hashes = new Map<number, string>();
  let before = { number: 0, sequence: 0, hash: '' };
  for (const block of blocks.toSorted((left, right) => left.number - right.number)) {
    faults.push(...numberFaults(before.number, block.number));
    const continues = block.first === before.sequence + 1 && block.previous === before.hash;
    if (!continues) faults.push({ kind: 'block_detached', block: block.number });
    const own = linkHashes(hashOf, block);
    if (own.at(-1) !== block.hash) faults.push({ kind: 'block_changed', block: block.number });
    for (const [position, hash] of own.entries()) hashes.set(block.first + position, hash);
    before = { number: block.number, sequence: block.first + block.links.length - 1, hash: block.hash };
  }
  const { sequence, hash } = before;
  return { head: sequence === 0 ? undefined : { sequence, hash }, hashes, faults };
};

/** Links by entry, and the entries that have more than one. */
const byEntry = (links: readonly ChainLink[], kind: EntryFault['kind']) => {
  const found = new Map<string, string>();
  const faults: EntryFault[] = [];
  for (const { eventId, content } of links) {
    if (found.has(eventId)) faults.push({ kind, eventId });
    found.set(eventId, content);
  }
  return { found, faults };
};

const compare = ({ blocks, entries, isNew }: ChainEvidence) => {
  const chain = byEntry(
    blocks.flatMap(({ links }) => links),
    'entry_linked_twice',
  );
  const journal = byEntry(entries, 'entry_twice');
  const faults: EntryFault[] = [...chain.faults, ...journal.faults];
  let waiting = 0;
  for (const [eventId, content] of journal.found) {
    const linked = chain.found.get(eventId);
    if (linked === undefined && isNew(eventId)) waiting += 1;
    else if (linked === undefined) faults.push({ kind: 'entry_unlinked', eventId });
    else if (linked !== content) faults.push({ kind: 'entry_changed', eventId });
  }
  for (const eventId of chain.found.keys()) {
    if (!journal.found.has(eventId)) faults.push({ kind: 'entry_missing', eventId });
  }
  return { waiting, faults };
};

/**
 * Recomputes a tenant's chain out of its journal (I21): a changed, removed, added or reordered entry, link or block is
 * a fault that names it. Whoever can rewrite the whole chain is found by marks that were kept elsewhere.
 */
export const checkChain = (hashOf: HashOf, evidence: ChainEvidence): ChainFindings => {
  const { head, hashes, faults } = walk(hashOf, evidence.blocks);
  const { waiting, faults: beside } = compare(evidence);
  const lost = (evidence.marks ?? []).filter(({ sequence, hash }) => hashes.get(sequence) !== hash);
  const heads = lost.map(({ sequence }): ChainFault => ({ kind: 'head_lost', sequence }));
  return { head, waiting, faults: [...faults, ...beside, ...heads] };
};
