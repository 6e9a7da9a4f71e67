import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../../functions/kernel/money/money.ts';
import { tenantWithProgram } from '../../support/stored-customer.ts';
import { cardWorld, inr, moneyOf, nameOf } from './card-bench.ts';
import { startMessageBench } from './message-bench.ts';

let bench: Awaited<ReturnType<typeof startMessageBench>>;

beforeAll(async () => {
  bench = await startMessageBench();
});
afterAll(() => bench.platform.stop());

describe('card messages and states of balances', () => {
  it.each(['frozen', 'closing'] as const)('a %s balance takes postings and refunds', async (state) => {
    const world = await bench.world({ state, available: 10_00n });
    await bench.network.tell(world, { kind: 'force_post', amount: inr(30_00) });
    await bench.network.tell(world, { kind: 'refund', amount: inr(5_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: -15_00n, held: 0n });
  });

  it('a closed balance stays as it is: what is late stands in suspense', async () => {
    const world = await bench.world({ state: 'closed', available: 0n });
    await bench.network.tell(world, { kind: 'force_post', amount: inr(30_00) });
    await bench.network.tell(world, { kind: 'refund', amount: inr(5_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 0n, held: 0n });
    for (const { legs, ...posting } of await bench.postingsOf(world)) {
      expect(posting).toMatchObject({ suspense: true });
      expect(legs.map(({ account }) => account).toSorted()).toEqual(['settlement', 'suspense']);
    }
  });

  it('I2 a closed balance holds nothing, whatever an advice says', async () => {
    const world = await bench.world({ state: 'closed', available: 0n });
    await bench.network.tell(world, { kind: 'advice', amount: inr(30_00), standIn: true });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 0n, held: 0n });
    expect((await bench.recordsOf(world)).map(({ attached }) => attached?.['left'])).toEqual([0n]);
  });

  it('a message in another currency is not understood and moves nothing', async () => {
    const world = await bench.world();
    const told = await bench.network.tell(world, { kind: 'force_post', amount: money(100n, 'USD') });
    expect(told).toBe('not_understood');
    expect(await bench.recordsOf(world)).toEqual([]);
  });

  it('a message that says it is about itself is not understood', async () => {
    const { world, original } = await bench.reserved(40_00);
    const told = await bench.network.tell(world, {
      kind: 'clearing',
      message: original,
      original,
      amount: inr(40_00),
      final: true,
    });
    expect(told).toBe('not_understood');
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 60_00n, held: 40_00n });
  });

  it('a card that hangs on no balance is refused', async () => {
    const world = await bench.world();
    const stranger = { ...world, cardId: bench.platform.ids.next('crd', bench.tenant) };
    expect(await bench.network.tell(stranger, { kind: 'refund', amount: inr(1) })).toBe('not_allowed');
  });

  it.each(['JPY', 'KWD'] as const)('rule 119 %s amounts are minor units, never times 100', async (currency) => {
    const foreign = await tenantWithProgram(bench.platform, currency);
    const world = await cardWorld(bench.platform, foreign, { currency, available: 5_000n });
    const country = currency === 'JPY' ? 'JP' : 'KW';
    const merchant = { name: 'Shop', mcc: '5411', country };
    const answer = await bench.network.request(world, 1_234, { merchant });
    expect(answer).toMatchObject({ decision: 'approved', approvedAmount: 1_234 });
    const original = nameOf(bench.platform, answer.sent);
    await bench.network.tell(world, { kind: 'clearing', original, amount: money(1_235n, currency), final: true });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 3_765n, held: 0n });
  });
});
