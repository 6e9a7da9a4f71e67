import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spendCardWrites } from '../../../../functions/balances/infrastructure/dynamo-spend-cards.ts';
import { lockCodes, lockTable } from '../../../../functions/cards/domain/lock-table.ts';
import type { CardWorld } from '../card-bench.ts';
import { inr, moneyOf, nameOf } from '../card-bench.ts';
import { startMessageBench } from '../message-bench.ts';

let bench: Awaited<ReturnType<typeof startMessageBench>>;

beforeAll(async () => {
  bench = await startMessageBench();
});
afterAll(() => bench.platform.stop());

type Ending =
  { readonly status: 'locked'; readonly lock: number } | { readonly status: 'closed' | 'expired' | 'active' };

/** Puts the card where its life takes it, as the operations on cards do. */
const put = async ({ tenant, balanceId, cardId }: CardWorld, change: Ending): Promise<void> => {
  const { write } = spendCardWrites.change(tenant, balanceId, { cardId, ...change });
  await bench.platform.table.transact([write], randomUUID());
};

const endings: readonly (readonly [string, Ending])[] = [
  ...lockCodes.map((lock) => [`locked with code ${lock}`, { status: 'locked', lock }] as const),
  ['closed', { status: 'closed' }],
  ['expired', { status: 'expired' }],
];

describe('A card that is locked, closed or expired', () => {
  it.each(lockCodes)(
    'AN-42 AN-43..AN-50 with lock %i answers that lock’s action code, and again to a repeat',
    async (lock) => {
      const world = await bench.world();
      await put(world, { status: 'locked', lock });
      const message = bench.network.messageFor(world, 10_00);
      const first = await bench.network.post(JSON.stringify(message));
      expect(first.body).toMatchObject({
        decision: 'declined',
        actionCode: lockTable[lock].actionCode,
        responseCode: '62',
      });
      expect((await bench.network.post(JSON.stringify(message))).body).toEqual(first.body);
      expect(await moneyOf(bench.platform, world)).toMatchObject({ held: 0n });
    },
  );

  it('AN-42 a balance inquiry hears the lock’s action code too', async () => {
    const world = await bench.world();
    await put(world, { status: 'locked', lock: 2 });
    const answer = await bench.network.request(world, 0, { type: 'balance_inquiry' });
    expect(answer).toMatchObject({ decision: 'declined', actionCode: '2009' });
  });

  it('the next authorization is declined by the lock without a further request', async () => {
    const [open, locked] = [await bench.world({ status: 'closed' }), await bench.world()];
    await put(locked, { status: 'locked', lock: 1 });
    const requestsOf = async (world: CardWorld): Promise<number> => {
      await bench.network.request(world, 10_00);
      const before = bench.platform.counts().requests;
      await bench.network.request(world, 10_00);
      return bench.platform.counts().requests - before;
    };
    expect(await requestsOf(locked)).toBe(await requestsOf(open));
    // One refused approval and the record of the decline: what stood in the way came back with the refusal.
    expect(await requestsOf(locked)).toBe(2);
  });

  it('AN-52 an unlocked card is approved again, and its lock is forgotten', async () => {
    const world = await bench.world();
    await put(world, { status: 'locked', lock: 3 });
    await put(world, { status: 'active' });
    expect(await bench.network.request(world, 10_00)).toMatchObject({ decision: 'approved', actionCode: '0000' });
  });

  it.each(endings)(
    'AN-42..AN-50 %s: increments, reversals, clearings and refunds of earlier payments still work',
    async (_name, ending) => {
      const world = await bench.world();
      const paid = await bench.network.request(world, 20_00);
      const kept = await bench.network.request(world, 30_00);
      await put(world, ending);
      const original = paid.sent.message;
      const more = await bench.network.request(world, 5_00, { type: 'increment', original });
      expect(more).toMatchObject({ decision: 'approved' });
      expect(await moneyOf(bench.platform, world)).toEqual({ available: 45_00n, held: 55_00n });
      await bench.network.tell(world, { kind: 'reversal', original: nameOf(bench.platform, kept.sent) });
      const first = nameOf(bench.platform, paid.sent);
      await bench.network.tell(world, { kind: 'clearing', original: first, amount: inr(25_00), final: true });
      await bench.network.tell(world, { kind: 'refund', original: first, amount: inr(4_00) });
      expect(await moneyOf(bench.platform, world)).toEqual({ available: 79_00n, held: 0n });
    },
  );
});
