import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChainBlock, ChainLink } from '../../functions/balances/domain/chain.ts';
import { nextBlock } from '../../functions/balances/domain/chain.ts';
import type { ChainFault } from '../../functions/balances/domain/chain-check.ts';
import { checkChain } from '../../functions/balances/domain/chain-check.ts';
import { chainHash, contentHash } from '../../functions/balances/infrastructure/dynamo-chain.ts';
import type { Item } from '../../functions/kernel/persistence/table.ts';

const entryOf = (number: number, drawn: { readonly minor: bigint; readonly words: string }): Item => ({
  pk: `T#ten_1#BALANCE#bal_${number % 3}`,
  sk: `TXN#txn_${number}`,
  item: 'record',
  gsi1pk: 'T#ten_1#EVENTS',
  gsi1sk: `evt_${number}`,
  eventId: `evt_${number}`,
  type: 'transaction.posted',
  at: '2026-11-22T10:00:00.000Z',
  tenantId: 'ten_1',
  sequence: 1n,
  resourceType: 'transaction',
  resourceId: `txn_${number}`,
  data: JSON.stringify({ reference: drawn.words }),
  actor: 'tenant:key_1',
  requestId: `req_${number}`,
  commitId: `commit_${number}`,
  evidence: JSON.stringify({ decided: drawn.words }),
  legs: [
    { account: 'partner:pbl_1', currency: 'INR', minor: -drawn.minor },
    { account: `customer:bal_${number % 3}`, currency: 'INR', minor: drawn.minor },
  ],
});

const linkOf = (entry: Item): ChainLink => ({ eventId: String(entry['eventId']), content: contentHash(entry) });

/** Chains entries in batches of these sizes, whatever is left in a last one. */
const chained = (entries: readonly Item[], sizes: readonly number[]): readonly ChainBlock[] => {
  const blocks: ChainBlock[] = [];
  for (let done = 0; done < entries.length;) {
    const size = sizes[blocks.length] ?? entries.length;
    const links = entries.slice(done, done + size).map(linkOf);
    blocks.push(nextBlock(chainHash, blocks.at(-1), { links, origin: 'stream' }));
    done += size;
  }
  return blocks;
};

const faultsOf = (journal: readonly Item[], blocks: readonly ChainBlock[]): readonly ChainFault[] =>
  checkChain(chainHash, { blocks, entries: journal.map(linkOf), isNew: () => false }).faults;

const history = fc
  .record({
    drawn: fc.array(
      fc.record({ minor: fc.bigInt({ min: 1n, max: 10n ** 15n }), words: fc.string({ maxLength: 12 }) }),
      {
        minLength: 2,
        maxLength: 20,
      },
    ),
    sizes: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
  })
  .map(({ drawn, sizes }) => {
    const entries = drawn.map((one, number) => entryOf(number, one));
    return { entries, blocks: chained(entries, sizes) };
  });

/** Something else of the same kind. */
const otherThan = (value: unknown): unknown => {
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return value.length > 1 ? [...value].reverse() : [];
  return `${String(value)}x`;
};

const changedAt = <Value extends object>(value: Value, field: number): Value => {
  const names = Object.keys(value);
  const name = names[field % names.length] ?? '';
  return { ...value, [name]: otherThan(Object.entries(value)[field % names.length]?.[1]) };
};

const replaced = <Value>(values: readonly Value[], at: number, value: Value): readonly Value[] =>
  values.map((old, position) => (position === at ? value : old));

const swapped = <Value>(values: readonly Value[], left: number, right: number): readonly Value[] =>
  values.map((value, position) => {
    if (position === left) return values[right] ?? value;
    return position === right ? (values[left] ?? value) : value;
  });

interface World {
  readonly entries: readonly Item[];
  readonly blocks: readonly ChainBlock[];
}

/** Gives an entry another one's place: keys and ids stay, what happened is exchanged. */
const exchanged = ({ entries }: World, at: number): readonly Item[] => {
  const [left, right] = [at % entries.length, (at + 1) % entries.length];
  const contents = ['legs', 'data', 'evidence', 'resourceId', 'requestId', 'commitId'];
  const withContentOf = (entry: Item, other: Item): Item => ({
    ...entry,
    ...Object.fromEntries(contents.map((name) => [name, other[name]])),
  });
  const [first = {}, second = {}] = [entries[left], entries[right]];
  return replaced(replaced(entries, left, withContentOf(first, second)), right, withContentOf(second, first));
};

/** Everything that somebody who can write the table may do to one entry, link or block. */
const attacks: Readonly<Record<string, (world: World, at: number, field: number) => World>> = {
  'a field of an entry is changed': (world, at, field) => {
    const place = at % world.entries.length;
    return { ...world, entries: replaced(world.entries, place, changedAt(world.entries[place] ?? {}, field)) };
  },
  'a leg of an entry is changed': (world, at, field) => {
    const place = at % world.entries.length;
    const { legs } = world.entries[place] ?? {};
    const all: readonly Item[] = Array.isArray(legs) ? legs : [];
    const leg = field % all.length;
    const changed = { ...world.entries[place], legs: replaced(all, leg, changedAt(all[leg] ?? {}, at)) };
    return { ...world, entries: replaced(world.entries, place, changed) };
  },
  'an entry is removed': (world, at) => ({
    ...world,
    entries: world.entries.filter((_, position) => position !== at % world.entries.length),
  }),
  'an entry is invented': (world, at) => ({
    ...world,
    entries: [...world.entries, entryOf(1_000 + at, { minor: 1n, words: '' })],
  }),
  'two entries are exchanged': (world, at) => ({ ...world, entries: exchanged(world, at) }),
  'two links of a block are exchanged': (world, at) => {
    const place = world.blocks.findIndex(({ links }) => links.length > 1);
    const block = world.blocks[place];
    if (block === undefined) return { ...world, blocks: world.blocks.slice(1) };
    const left = at % (block.links.length - 1);
    const links = swapped(block.links, left, left + 1);
    return { ...world, blocks: replaced(world.blocks, place, { ...block, links }) };
  },
  'a link follows its entry': (world, at, field) => {
    const place = at % world.entries.length;
    const entries = replaced(world.entries, place, { ...world.entries[place], actor: `staff:${field}` });
    const fake = linkOf(entries[place] ?? {});
    const blocks = world.blocks.map((block) => ({
      ...block,
      links: block.links.map((link) => (link.eventId === fake.eventId ? fake : link)),
    }));
    return { entries, blocks };
  },
  'a field of a block is changed': (world, at, field) => {
    const place = at % world.blocks.length;
    const block = world.blocks[place];
    return block === undefined ? world : { ...world, blocks: replaced(world.blocks, place, changedAt(block, field)) };
  },
  'a block is removed': (world, at) => ({
    ...world,
    blocks: world.blocks.filter((_, position) => position !== at % world.blocks.length),
  }),
  'a block is there twice': (world, at) => ({
    ...world,
    blocks: [...world.blocks, ...world.blocks.slice(at % world.blocks.length, (at % world.blocks.length) + 1)],
  }),
};

const runs = 1_000;

describe('The hash chain of a journal', () => {
  it('I21 has nothing to find where nothing was changed, however the batches fell', () => {
    fc.assert(
      fc.property(history, fc.nat(), ({ entries, blocks }, turn) => {
        const turned = [...entries.slice(turn % entries.length), ...entries.slice(0, turn % entries.length)];
        expect(faultsOf(turned, [...blocks].reverse())).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it.each(Object.entries(attacks))(`I21 shows in ${runs} of ${runs} cases that %s`, (_, attack) => {
    let detected = 0;
    fc.assert(
      fc.property(history, fc.nat(), fc.nat(), (world, at, field) => {
        const { entries, blocks } = attack(world, at, field);
        expect(faultsOf(entries, blocks)).not.toEqual([]);
        detected += 1;
      }),
      { numRuns: runs },
    );
    expect(detected).toBe(runs);
  });

  it('I21 names the entry that was changed, and no other', () => {
    fc.assert(
      fc.property(history, fc.nat(), ({ entries, blocks }, at) => {
        const place = at % entries.length;
        const changed = replaced(entries, place, { ...entries[place], data: '{}' });
        expect(faultsOf(changed, blocks)).toEqual([{ kind: 'entry_changed', eventId: `evt_${place}` }]);
      }),
      { numRuns: 100 },
    );
  });

  it('I21 shows to whoever kept a head that even a chain written anew is another one', () => {
    fc.assert(
      fc.property(history, fc.nat(), ({ entries, blocks }, at) => {
        const last = blocks.at(-1);
        const head = { sequence: entries.length, hash: last?.hash ?? '' };
        const place = at % entries.length;
        const forged = replaced(entries, place, { ...entries[place], actor: 'system:nobody' });
        const anew = chained(forged, []);
        const evidence = { blocks: anew, entries: forged.map(linkOf), isNew: () => false };
        expect(checkChain(chainHash, evidence).faults).toEqual([]);
        const { faults } = checkChain(chainHash, { ...evidence, marks: [head] });
        expect(faults).toEqual([{ kind: 'head_lost', sequence: entries.length }]);
      }),
      { numRuns: 200 },
    );
  });
});
