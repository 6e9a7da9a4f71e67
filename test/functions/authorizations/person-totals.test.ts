import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { balanceKey } from '../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { personOutstandingItem } from '../../../functions/balances/infrastructure/limit-items.ts';
import { foldJournal } from '../balances/given-partners.ts';
import type { CardWorld } from './card-bench.ts';
import { inr, nameOf } from './card-bench.ts';
import { startMessageBench } from './message-bench.ts';

let bench: Awaited<ReturnType<typeof startMessageBench>>;

beforeAll(async () => {
  bench = await startMessageBench();
});
afterAll(() => bench.platform.stop());

/** A card whose balance of 100 rupees counts for somebody who holds just that. */
const counted = async () => {
  const world = await bench.world();
  const person = `PERSON#sandbox#${randomUUID()}`;
  const total = personOutstandingItem.encode({ pk: person, sk: 'OUTSTANDING' }, { outstanding: 100_00n });
  const key = balanceKey(world.tenant, world.balanceId);
  const update = { text: 'SET person = :person', values: { ':person': person } };
  await bench.platform.table.transact(
    [
      { kind: 'put', item: total },
      { kind: 'update', key, update },
    ],
    randomUUID(),
  );
  const holds = async (): Promise<bigint> => {
    const item = await bench.platform.table.get({ pk: person, sk: 'OUTSTANDING' });
    return item === undefined ? 0n : personOutstandingItem.decode(item).outstanding;
  };
  return { world, person, holds };
};

const lowersOf = async (world: CardWorld) =>
  (await bench.recordsOf(world)).flatMap(({ lowers }) => (lowers === undefined ? [] : [lowers]));

const folded = async ({ tenant }: CardWorld) => {
  await foldJournal(bench.platform, tenant);
  await foldJournal(bench.platform, tenant);
};

describe('What a person holds, once a card has paid', () => {
  it('rule 70 a clearing takes it off by its record, once, however often it is told', async () => {
    const { world, person, holds } = await counted();
    const { sent } = await bench.network.request(world, 40_00);
    const clearing = {
      kind: 'clearing',
      message: bench.name(),
      original: nameOf(bench.platform, sent),
      amount: inr(40_00),
      final: true,
    } as const;
    for (const turn of ['applied', 'already']) expect(await bench.network.tell(world, clearing)).toBe(turn);
    expect(await lowersOf(world)).toEqual([{ person, minor: 40_00n }]);
    expect(await holds()).toBe(100_00n);
    await folded(world);
    expect(await holds()).toBe(60_00n);
  });

  it('rule 70 a single message takes it off by its record', async () => {
    const { world, person, holds } = await counted();
    const { decision } = await bench.network.request(world, 30_00, { type: 'financial' });
    expect([decision, await lowersOf(world)]).toEqual(['approved', [{ person, minor: 30_00n }]]);
    await folded(world);
    expect(await holds()).toBe(70_00n);
  });

  it('rule 70 a refund adds to it at once, and its record takes nothing off', async () => {
    const { world, holds } = await counted();
    await bench.network.tell(world, { kind: 'refund', amount: inr(5_00) });
    expect([await holds(), await lowersOf(world)]).toEqual([105_00n, []]);
    await folded(world);
    expect(await holds()).toBe(105_00n);
  });

  it('rule 70 a reservation is still held', async () => {
    const { world, holds } = await counted();
    await bench.network.request(world, 40_00);
    await folded(world);
    expect([await holds(), await lowersOf(world)]).toEqual([100_00n, []]);
  });
});
