import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inr, moneyOf, nameOf } from './card-bench.ts';
import { startMessageBench } from './message-bench.ts';

let bench: Awaited<ReturnType<typeof startMessageBench>>;

beforeAll(async () => {
  bench = await startMessageBench();
});
afterAll(() => bench.platform.stop());

describe('card messages that come again', () => {
  const lives = [
    ['clearing', { amount: inr(40_00), final: true }],
    ['force_post', { amount: inr(40_00) }],
    ['reversal', {}],
    ['expiry', {}],
    ['refund', { amount: inr(40_00) }],
    ['refund_reversal', { amount: inr(40_00) }],
    ['advice', { amount: inr(55_00), standIn: false }],
    ['chargeback', { phase: 'provisional', amount: inr(40_00) }],
    ['chargeback', { phase: 'won', amount: inr(40_00) }],
  ] as const;

  it.each(lives)('I3 M-15 a %s is kept as one record, and its repeats change nothing', async (kind, more) => {
    const { world, original } = await bench.reserved(40_00);
    const message = bench.name();
    // The rows above are whole messages of their kind.
    const told = { kind, message, original, ...more } as Parameters<typeof bench.network.tell>[1];
    expect(await bench.network.tell(world, told)).toBe('applied');
    const after = await moneyOf(bench.platform, world);
    const records = (await bench.recordsOf(world)).length;
    expect(await bench.network.tell(world, told)).toBe('already');
    expect(await Promise.all([bench.network.tell(world, told), bench.network.tell(world, told)])).toEqual([
      'already',
      'already',
    ]);
    expect(await moneyOf(bench.platform, world)).toEqual(after);
    expect(await bench.recordsOf(world)).toHaveLength(records);
    expect(records).toBe(2);
  });

  it('I3 an advice that names itself does not revive its hold after it ended', async () => {
    const world = await bench.world();
    const message = bench.name();
    const advice = { kind: 'advice', message, amount: inr(50_00), standIn: true } as const;
    expect(await bench.network.tell(world, advice)).toBe('applied');
    await bench.network.tell(world, { kind: 'expiry', original: message });
    expect(await bench.network.tell(world, advice)).toBe('already');
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('two clearings at once both count', async () => {
    const { world, original } = await bench.reserved(40_00);
    const clearing = () => bench.network.tell(world, { kind: 'clearing', original, amount: inr(15_00), final: false });
    expect(await Promise.all([clearing(), clearing()])).toEqual(['applied', 'applied']);
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 60_00n, held: 10_00n });
  });
});

describe('spend limits and card messages', () => {
  const rules = { version: 1, limits: [{ per: 'day', max: 50_00n }] } as const;

  it('a reversal gives the limit back, as far as it was counted', async () => {
    const { world, original } = await bench.reserved(50_00, {}, { rules });
    expect((await bench.network.request(world, 10_00)).decision).toBe('declined');
    await bench.network.tell(world, { kind: 'reversal', original, amount: inr(20_00) });
    expect((await bench.network.request(world, 20_01)).decision).toBe('declined');
    expect((await bench.network.request(world, 20_00)).decision).toBe('approved');
  });

  it('a final clearing below the hold gives the difference back', async () => {
    const { world, original } = await bench.reserved(50_00, {}, { rules });
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(30_00), final: true });
    expect((await bench.network.request(world, 20_00)).decision).toBe('approved');
    expect((await bench.network.request(world, 1)).decision).toBe('declined');
  });

  it('a single message that is reversed gives the limit back; a refund does not', async () => {
    const { world, original } = await bench.reserved(50_00, { type: 'financial' }, { rules });
    await bench.network.tell(world, { kind: 'reversal', original, amount: inr(20_00) });
    expect((await bench.network.request(world, 20_00)).decision).toBe('approved');
    await bench.network.tell(world, { kind: 'refund', original, amount: inr(10_00) });
    expect((await bench.network.request(world, 1)).decision).toBe('declined');
  });

  it('boundary case 23: what a reversal took back before is not counted', async () => {
    const world = await bench.world({ rules });
    const message = bench.network.name();
    const original = nameOf(bench.platform, { message });
    await bench.network.tell(world, { kind: 'reversal', original, amount: inr(20_00) });
    await bench.network.request(world, 50_00, { message });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 70_00n, held: 30_00n });
    expect((await bench.network.request(world, 20_01)).decision).toBe('declined');
    await bench.network.tell(world, { kind: 'reversal', original });
    expect((await bench.network.request(world, 50_00)).decision).toBe('approved');
  });

  it('a window that is over gets nothing back', async () => {
    const { world, original } = await bench.reserved(50_00, {}, { rules });
    bench.platform.clock.advance({ hours: 24 });
    expect((await bench.network.request(world, 50_00)).decision).toBe('approved');
    await bench.network.tell(world, { kind: 'reversal', original });
    expect((await bench.network.request(world, 1)).decision).toBe('declined');
  });
});
