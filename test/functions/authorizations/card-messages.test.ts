import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inr, moneyOf, nameOf } from './card-bench.ts';
import { startMessageBench } from './message-bench.ts';

let bench: Awaited<ReturnType<typeof startMessageBench>>;

beforeAll(async () => {
  bench = await startMessageBench();
});
afterAll(() => bench.platform.stop());

describe('rules 111, 112 and 114: card messages that change a hold (domain.md 2.6)', () => {
  it('rule 118 a clearing of all turns the hold into a posting', async () => {
    const { world, original, answer } = await bench.reserved(40_00);
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 60_00n, held: 0n });
    expect(await bench.postingsOf(world)).toMatchObject([
      {
        type: 'clearing',
        amount: { amount: -40_00, currency: 'INR' },
        reference: answer.authorizationId,
        linked: true,
      },
    ]);
  });

  it('rule 118 several clearings take the hold bit by bit, and the final one releases the rest', async () => {
    const { world, original } = await bench.reserved(60_00);
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(20_00), final: false });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 40_00n, held: 40_00n });
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(10_00), final: true });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 70_00n, held: 0n });
  });

  it('rule 118 a clearing above the authorization posts all of it, below zero if need be', async () => {
    const { world, original } = await bench.reserved(90_00);
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(130_00), final: true });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: -30_00n, held: 0n });
  });

  it('a reversal of a part lowers the hold, one of all releases it', async () => {
    const { world, original } = await bench.reserved(60_00);
    await bench.network.tell(world, { kind: 'reversal', original, amount: inr(25_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 65_00n, held: 35_00n });
    await bench.network.tell(world, { kind: 'reversal', original });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 100_00n, held: 0n });
    expect((await bench.recordsOf(world)).map(({ type }) => type).sort()).toEqual([
      'authorization.approved',
      'authorization.reversed',
      'authorization.reversed',
    ]);
  });

  it('an expiry told by the network releases what is left', async () => {
    const { world, original } = await bench.reserved(60_00);
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(20_00), final: false });
    await bench.network.tell(world, { kind: 'expiry', original });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 80_00n, held: 0n });
  });

  it.each(['reversal', 'expiry'] as const)('rule 116 a clearing after the %s posts as a force post', async (kind) => {
    const { world, original } = await bench.reserved(60_00);
    await bench.network.tell(world, { kind, original });
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(60_00), final: true });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 40_00n, held: 0n });
    expect(await bench.postingsOf(world)).toMatchObject([{ type: 'force_post' }]);
  });

  it('an advice sets the hold to what it says', async () => {
    const { world, original } = await bench.reserved(60_00);
    await bench.network.tell(world, { kind: 'advice', original, amount: inr(80_00), standIn: false });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 20_00n, held: 80_00n });
    await bench.network.tell(world, { kind: 'advice', original, amount: inr(15_00), standIn: false });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 85_00n, held: 15_00n });
  });

  it('rule 115, boundary case 24: the network stood in without funds: reserved and posted, below zero', async () => {
    const world = await bench.world({ available: 10_00n });
    const message = bench.name();
    await bench.network.tell(world, { kind: 'advice', message, amount: inr(50_00), standIn: true });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: -40_00n, held: 50_00n });
    await bench.network.tell(world, { kind: 'clearing', original: message, amount: inr(50_00), final: true });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: -40_00n, held: 0n });
    const [advised] = (await bench.recordsOf(world)).filter(({ type }) => type === 'authorization.advised');
    expect(JSON.parse(advised?.data ?? '{}')).toMatchObject({ standIn: true });
  });

  it('an advice about a declined request reserves all the same: the network stood in', async () => {
    const world = await bench.world({ available: 10_00n });
    const declined = await bench.network.request(world, 50_00);
    expect(declined.decision).toBe('declined');
    const original = nameOf(bench.platform, declined.sent);
    await bench.network.tell(world, { kind: 'advice', original, amount: inr(50_00), standIn: true });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: -40_00n, held: 50_00n });
  });
});

describe('card messages without an authorization', () => {
  it('boundary case 23: a reversal before its authorization comes to net zero', async () => {
    const world = await bench.world();
    const message = bench.network.name();
    const original = nameOf(bench.platform, { message });
    await bench.network.tell(world, { kind: 'reversal', original });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 100_00n, held: 0n });
    await bench.network.request(world, 40_00, { message });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('I8 a clearing before its authorization posts once, and the authorization reserves nothing more', async () => {
    const world = await bench.world();
    const message = bench.network.name();
    const original = nameOf(bench.platform, { message });
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    await bench.network.request(world, 40_00, { message });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 60_00n, held: 0n });
    expect(await bench.postingsOf(world)).toMatchObject([{ type: 'force_post', linked: false }]);
  });

  it.each([
    ['clearing', { final: true }],
    ['force_post', {}],
  ] as const)('rule 116 a %s that names nothing posts, below zero too', async (kind, more) => {
    const world = await bench.world({ available: 10_00n });
    await bench.network.tell(world, { kind, amount: inr(35_00), ...more });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: -25_00n, held: 0n });
    expect(await bench.postingsOf(world)).toMatchObject([{ type: 'force_post', amount: { amount: -35_00 } }]);
  });

  it('an unmatched reversal is kept and moves nothing', async () => {
    const world = await bench.world();
    expect(await bench.network.tell(world, { kind: 'reversal', original: bench.name(), amount: inr(5_00) })).toBe(
      'applied',
    );
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 100_00n, held: 0n });
    expect((await bench.recordsOf(world)).map(({ type }) => type)).toContain('authorization.reversed');
  });
});

describe('money that comes back', () => {
  it('a refund that names its purchase is linked; one that names none is not', async () => {
    const { world, original } = await bench.reserved(40_00);
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    await bench.network.tell(world, { kind: 'refund', original, amount: inr(15_00) });
    await bench.network.tell(world, { kind: 'refund', amount: inr(5_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 80_00n, held: 0n });
    const refunds = (await bench.postingsOf(world)).filter(({ type }) => type === 'refund');
    expect(refunds.map(({ linked }) => linked).toSorted()).toEqual([false, true]);
  });

  it('a purchase that is refunded twice, and with more than was spent, is credited each time', async () => {
    const { world, original } = await bench.reserved(40_00);
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    await bench.network.tell(world, { kind: 'refund', original, amount: inr(40_00) });
    await bench.network.tell(world, { kind: 'refund', original, amount: inr(45_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 145_00n, held: 0n });
  });

  it('a refund that is taken back is posted out, below zero too', async () => {
    const world = await bench.world({ available: 0n });
    await bench.network.tell(world, { kind: 'refund', amount: inr(20_00) });
    await bench.network.tell(world, { kind: 'refund_reversal', amount: inr(30_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: -10_00n, held: 0n });
    expect((await bench.postingsOf(world)).map(({ type }) => type).toSorted()).toEqual(['refund', 'refund_reversal']);
  });

  it('a single message is given back in part (cash that was not dispensed), then in whole, never twice', async () => {
    const { world, original } = await bench.reserved(80_00, { type: 'financial', channel: 'atm' });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 20_00n, held: 0n });
    await bench.network.tell(world, { kind: 'reversal', original, amount: inr(30_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 50_00n, held: 0n });
    await bench.network.tell(world, { kind: 'reversal', original });
    await bench.network.tell(world, { kind: 'reversal', original });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('a single message that was refunded with more than it paid takes nothing when it is reversed', async () => {
    const { world, original } = await bench.reserved(40_00, { type: 'financial' });
    await bench.network.tell(world, { kind: 'refund', original, amount: inr(50_00) });
    await bench.network.tell(world, { kind: 'reversal', original });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 110_00n, held: 0n });
  });

  it.each([
    ['won', 100_00n],
    ['lost', 60_00n],
  ] as const)('a disputed amount is credited provisionally, and the dispute is %s', async (phase, available) => {
    const { world, original } = await bench.reserved(40_00);
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    await bench.network.tell(world, { kind: 'chargeback', phase: 'provisional', original, amount: inr(40_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available: 100_00n, held: 0n });
    await bench.network.tell(world, { kind: 'chargeback', phase, original, amount: inr(40_00) });
    expect(await moneyOf(bench.platform, world)).toEqual({ available, held: 0n });
    const suspense = (await bench.recordsOf(world))
      .flatMap(({ legs = [] }) => legs)
      .filter(({ account }) => account === 'suspense')
      .reduce((sum, { minor }) => sum + minor, 0n);
    expect(suspense).toBe(0n);
  });

  it('rule 83, boundary case 19: a refund of a purchase above what the law lets a holder have is credited and flagged', async () => {
    const { world, original } = await bench.reserved(11_000_00, {}, { available: 2_10_000_00n });
    await bench.network.tell(world, { kind: 'clearing', original, amount: inr(11_000_00), final: true });
    await bench.network.tell(world, { kind: 'refund', original, amount: inr(500_00) });
    await bench.network.tell(world, { kind: 'refund', original, amount: inr(10_500_00) });
    expect((await moneyOf(bench.platform, world)).available).toBe(2_10_000_00n);
    const flags = (await bench.postingsOf(world)).map(({ amount, overLimit }) => ({
      amount,
      overLimit,
    }));
    expect(flags).toContainEqual({ amount: { amount: 10_500_00, currency: 'INR' }, overLimit: true });
    expect(flags).toContainEqual({ amount: { amount: 500_00, currency: 'INR' }, overLimit: undefined });
  });
});
