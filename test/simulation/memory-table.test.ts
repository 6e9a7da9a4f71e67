import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Expression, Item, QueryRequest, Table, TableWrite } from '../../functions/kernel/persistence/table.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import type { MemoryTable } from './memory-table.ts';
import { memoryTable } from './memory-table.ts';

let platform: TestPlatform;
let model: MemoryTable;
beforeAll(async () => {
  platform = await startTestPlatform();
  model = memoryTable(platform.clock);
});
afterAll(() => platform.stop());

const letter = fc.constantFrom('a', 'b', 'c');
const key = fc.record({ pk: fc.constantFrom('p', 'q'), sk: letter });
const small = fc.integer({ min: -3, max: 3 }).map(BigInt);
const state = fc.constantFrom('active', 'frozen', 'closed');

const conditions: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom<Expression>(
    { text: 'attribute_not_exists(pk)' },
    { text: 'attribute_exists(pk)' },
    { text: 'attribute_exists(cards.#card)', names: { '#card': 'one' } },
    { text: 'attribute_not_exists(person)' },
  ),
  small.map((value) => ({ text: 'available >= :least', values: { ':least': value } })),
  small.map((value) => ({ text: 'attribute_not_exists(pk) OR available < :least', values: { ':least': value } })),
  small.map((value) => ({ text: 'available BETWEEN :low AND :high', values: { ':low': value, ':high': 3 } })),
  state.map((value) => ({ text: '#state = :state', names: { '#state': 'state' }, values: { ':state': value } })),
  state.map((value) => ({
    text: 'NOT (#state <> :state) AND (available > :none OR version <= :none)',
    names: { '#state': 'state' },
    values: { ':state': value, ':none': 0n },
  })),
  state.map((value) => ({
    text: '#state IN (:first, :second) AND NOT begins_with(#state, :start)',
    names: { '#state': 'state' },
    values: { ':first': value, ':second': 'active', ':start': 'clo' },
  })),
  state.map((value) => ({ text: 'contains(tags, :tag)', values: { ':tag': value } })),
);

const updates: fc.Arbitrary<Expression> = fc.oneof(
  small.map((value) => ({ text: 'SET available = available + :by', values: { ':by': value } })),
  small.map((value) => ({
    text: 'SET available = if_not_exists(available, :zero) - :by ADD version :one',
    values: { ':by': value, ':zero': 0n, ':one': 1n },
  })),
  state.map((value) => ({
    text: 'SET #now = :now, version = if_not_exists(version, :one)',
    names: { '#now': 'state' },
    values: { ':now': value, ':one': 1n },
  })),
  state.map((value) => ({
    text: 'SET cards.#one.#word = :word',
    names: { '#one': 'one', '#word': 'status' },
    values: { ':word': value },
  })),
  fc.constant<Expression>({
    text: 'SET cards.#two = :map',
    names: { '#two': 'two' },
    values: { ':map': { status: 'a' } },
  }),
  fc.constant<Expression>({ text: 'REMOVE person, cards' }),
  fc.constant<Expression>({ text: 'ADD #name :one', names: { '#name': 'version' }, values: { ':one': 1n } }),
);

const items = fc
  .record({
    key,
    body: fc.record(
      {
        available: small,
        state,
        version: small,
        person: fc.constant('someone'),
        cards: fc.constantFrom<Item>({}, { one: { status: 'active', expiry: 203012n } }),
        tags: fc.array(state, { maxLength: 2 }),
        gsi1pk: fc.constantFrom('i', 'j'),
      },
      { requiredKeys: ['state'] },
    ),
    sort: fc.integer({ min: 0, max: 9_999 }),
  })
  .map(({ key: own, body, sort }): Item => ({
    ...own,
    ...body,
    // Equal sort keys of an index have no order that anybody may rely on.
    ...('gsi1pk' in body ? { gsi1sk: `${String(sort)}#${own.pk}${own.sk}` } : {}),
  }));

const maybe = fc.option(conditions, { nil: undefined });
const conditioned = (condition: Expression | undefined) => (condition === undefined ? {} : { condition });

const single: fc.Arbitrary<Exclude<TableWrite, { kind: 'check' }>> = fc.oneof(
  fc.tuple(items, maybe).map(([item, when]) => ({ kind: 'put' as const, item, ...conditioned(when) })),
  fc.tuple(key, updates, maybe).map(([at, update, when]) => {
    return { kind: 'update' as const, key: at, update, ...conditioned(when) };
  }),
  fc.tuple(key, maybe).map(([at, when]) => ({ kind: 'delete' as const, key: at, ...conditioned(when) })),
);

const writes: fc.Arbitrary<readonly TableWrite[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: single },
    {
      weight: 1,
      arbitrary: fc.tuple(key, conditions).map(([at, condition]) => ({ kind: 'check' as const, key: at, condition })),
    },
  ),
  { minLength: 1, maxLength: 4 },
);

const queries: fc.Arbitrary<QueryRequest> = fc
  .record({
    index: fc.constantFrom(undefined, 'gsi1' as const),
    sk: fc.constantFrom(
      undefined,
      { beginsWith: 'b' },
      { after: 'a' },
      { before: 'c' },
      { between: ['a', 'b'] as const },
    ),
    newestFirst: fc.boolean(),
    filter: maybe,
  })
  .map(({ index, sk, newestFirst, filter }) => ({
    ...(index === undefined ? { pk: 'p' } : { index, pk: 'i' }),
    ...(sk === undefined || index !== undefined ? {} : { sk }),
    ...(filter === undefined || filter.text.includes('pk') ? {} : { filter }),
    newestFirst,
    limit: 100,
  }));

const outcomeOf = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
};

const both = async (work: (table: Table) => Promise<unknown>) => {
  const [real, modelled] = [await outcomeOf(() => work(platform.table)), await outcomeOf(() => work(model))];
  expect(modelled).toEqual(real);
};

const placeOf = (item: Item): string => `${String(item['pk'])} ${String(item['sk'])}`;

const sorted = (all: readonly Item[]): readonly Item[] =>
  all.toSorted((left, right) => placeOf(left).localeCompare(placeOf(right)));

describe('The model of the table', () => {
  it('I3 gives the outcomes, cancellation reasons and items of the real one, over 4,000 random writes', async () => {
    let turns = 0;
    const property = fc.asyncProperty(writes, single, queries, async (together, alone, query) => {
      const token = randomUUID();
      await both((table) => table.transact(together, token));
      await both((table) => table.write(alone));
      turns += 1;
      if (turns % 4 === 0) await both(async (table) => (await table.query(query)).items);
    });
    await fc.assert(property, { numRuns: 2_000, endOnFailure: true, seed: 20_261_122 });
    expect(sorted(model.items())).toEqual(sorted(await platform.items()));
  });

  it('I5 answers a repeated token without writing again, and refuses it for other writes', async () => {
    const put = (value: bigint) => [{ kind: 'put' as const, item: { pk: 'token', sk: 'a', available: value } }];
    const token = randomUUID();
    const more = { kind: 'update' as const, key: { pk: 'token', sk: 'a' } };
    const update = { text: 'SET available = available + :one', values: { ':one': 1n } };
    await both((table) => table.transact(put(1n), token));
    await both((table) => table.write({ ...more, update }));
    await both((table) => table.transact(put(1n), token));
    await both((table) => table.get({ pk: 'token', sk: 'a' }));
    await both((table) => table.transact(put(2n), token));
  });

  it('reads an index page by page as the real one does', async () => {
    for (let at = 0; at < 25; at += 1) {
      const item = { pk: `page${at}`, sk: 'a', gsi1pk: 'pages', gsi1sk: String(at).padStart(3, '0') };
      await both((table) => table.write({ kind: 'put', item }));
    }
    const walk = async (table: Table, newestFirst: boolean): Promise<readonly unknown[]> => {
      const seen: unknown[] = [];
      let start: Item | undefined;
      do {
        const page = await table.query({
          ...{ index: 'gsi1', pk: 'pages', limit: 10, newestFirst },
          ...(start === undefined ? {} : { start }),
        });
        seen.push(...page.items.map(({ pk }) => pk));
        start = page.last;
      } while (start !== undefined);
      return seen;
    };
    await both((table) => walk(table, true));
    await both((table) => walk(table, false));
  });
});
