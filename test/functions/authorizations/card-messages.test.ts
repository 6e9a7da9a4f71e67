import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordItem } from '../../../functions/kernel/events/record-item.ts';
import { tenantKey } from '../../../functions/kernel/persistence/keys.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { money } from '../../../functions/kernel/money/money.ts';
import { tenantWithProgram } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import type { CardWorld, RequestChange } from './card-bench.ts';
import { cardWorld, inr, issuer, moneyOf, nameOf } from './card-bench.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let network: ReturnType<typeof issuer>;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await tenantWithProgram(platform);
  network = issuer(platform);
});
afterAll(() => platform.stop());

const name = (id = `net_${randomUUID()}`) => ({ id, transmittedAt: platform.clock.now().round('millisecond') });

/** A card with 100 rupees of which some are reserved; and the network's name of that. */
const reserved = async (minor: number, change: RequestChange = {}, traits = {}) => {
  const world = await cardWorld(platform, tenant, traits);
  const answer = await network.request(world, minor, change);
  expect(answer.decision).toBe('approved');
  return { world, answer, original: nameOf(platform, answer.sent) };
};

/** Records of a balance that are about cards, oldest first. */
const recordsOf = async ({ balanceId }: CardWorld) => {
  const { items } = await platform.table.query({ pk: tenantKey(tenant, 'BALANCE', balanceId), limit: 100 });
  return items.filter(({ item }) => item === 'record').map((item) => recordItem.decode(item));
};

const postingsOf = async (world: CardWorld) =>
  (await recordsOf(world))
    .filter(({ type }) => type === 'transaction.posted')
    .map(({ data, legs }) => ({ ...(JSON.parse(data) as Record<string, unknown>), legs }));

describe('card messages that change a hold (domain.md 2.6)', () => {
  it('rule 118 a clearing of all turns the hold into a posting', async () => {
    const { world, original, answer } = await reserved(40_00);
    await network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 0n });
    expect(await postingsOf(world)).toMatchObject([
      {
        type: 'clearing',
        amount: { amount: -40_00, currency: 'INR' },
        reference: answer.authorizationId,
        linked: true,
      },
    ]);
  });

  it('rule 118 several clearings take the hold bit by bit, and the final one releases the rest', async () => {
    const { world, original } = await reserved(60_00);
    await network.tell(world, { kind: 'clearing', original, amount: inr(20_00), final: false });
    expect(await moneyOf(platform, world)).toEqual({ available: 40_00n, held: 40_00n });
    await network.tell(world, { kind: 'clearing', original, amount: inr(10_00), final: true });
    expect(await moneyOf(platform, world)).toEqual({ available: 70_00n, held: 0n });
  });

  it('rule 118 a clearing above the authorization posts all of it, below zero if need be', async () => {
    const { world, original } = await reserved(90_00);
    await network.tell(world, { kind: 'clearing', original, amount: inr(130_00), final: true });
    expect(await moneyOf(platform, world)).toEqual({ available: -30_00n, held: 0n });
  });

  it('a reversal of a part lowers the hold, one of all releases it', async () => {
    const { world, original } = await reserved(60_00);
    await network.tell(world, { kind: 'reversal', original, amount: inr(25_00) });
    expect(await moneyOf(platform, world)).toEqual({ available: 65_00n, held: 35_00n });
    await network.tell(world, { kind: 'reversal', original });
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
    expect((await recordsOf(world)).map(({ type }) => type).sort()).toEqual([
      'authorization.approved',
      'authorization.reversed',
      'authorization.reversed',
    ]);
  });

  it('an expiry told by the network releases what is left', async () => {
    const { world, original } = await reserved(60_00);
    await network.tell(world, { kind: 'clearing', original, amount: inr(20_00), final: false });
    await network.tell(world, { kind: 'expiry', original });
    expect(await moneyOf(platform, world)).toEqual({ available: 80_00n, held: 0n });
  });

  it.each(['reversal', 'expiry'] as const)('rule 116 a clearing after the %s posts as a force post', async (kind) => {
    const { world, original } = await reserved(60_00);
    await network.tell(world, { kind, original });
    await network.tell(world, { kind: 'clearing', original, amount: inr(60_00), final: true });
    expect(await moneyOf(platform, world)).toEqual({ available: 40_00n, held: 0n });
    expect(await postingsOf(world)).toMatchObject([{ type: 'force_post' }]);
  });

  it('an advice sets the hold to what it says', async () => {
    const { world, original } = await reserved(60_00);
    await network.tell(world, { kind: 'advice', original, amount: inr(80_00), standIn: false });
    expect(await moneyOf(platform, world)).toEqual({ available: 20_00n, held: 80_00n });
    await network.tell(world, { kind: 'advice', original, amount: inr(15_00), standIn: false });
    expect(await moneyOf(platform, world)).toEqual({ available: 85_00n, held: 15_00n });
  });

  it('rule 115, boundary case 24: the network stood in without funds: reserved and posted, below zero', async () => {
    const world = await cardWorld(platform, tenant, { available: 10_00n });
    const message = name();
    await network.tell(world, { kind: 'advice', message, amount: inr(50_00), standIn: true });
    expect(await moneyOf(platform, world)).toEqual({ available: -40_00n, held: 50_00n });
    await network.tell(world, { kind: 'clearing', original: message, amount: inr(50_00), final: true });
    expect(await moneyOf(platform, world)).toEqual({ available: -40_00n, held: 0n });
    const [advised] = (await recordsOf(world)).filter(({ type }) => type === 'authorization.advised');
    expect(JSON.parse(advised?.data ?? '{}')).toMatchObject({ standIn: true });
  });

  it('an advice about a declined request reserves all the same: the network stood in', async () => {
    const world = await cardWorld(platform, tenant, { available: 10_00n });
    const declined = await network.request(world, 50_00);
    expect(declined.decision).toBe('declined');
    const original = nameOf(platform, declined.sent);
    await network.tell(world, { kind: 'advice', original, amount: inr(50_00), standIn: true });
    expect(await moneyOf(platform, world)).toEqual({ available: -40_00n, held: 50_00n });
  });
});

describe('card messages without an authorization', () => {
  it('boundary case 23: a reversal before its authorization comes to net zero', async () => {
    const world = await cardWorld(platform, tenant);
    const message = network.name();
    const original = nameOf(platform, { message });
    await network.tell(world, { kind: 'reversal', original });
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
    await network.request(world, 40_00, { message });
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('I8 a clearing before its authorization posts once, and the authorization reserves nothing more', async () => {
    const world = await cardWorld(platform, tenant);
    const message = network.name();
    const original = nameOf(platform, { message });
    await network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    await network.request(world, 40_00, { message });
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 0n });
    expect(await postingsOf(world)).toMatchObject([{ type: 'force_post', linked: false }]);
  });

  it.each([
    ['clearing', { final: true }],
    ['force_post', {}],
  ] as const)('rule 116 a %s that names nothing posts, below zero too', async (kind, more) => {
    const world = await cardWorld(platform, tenant, { available: 10_00n });
    await network.tell(world, { kind, amount: inr(35_00), ...more });
    expect(await moneyOf(platform, world)).toEqual({ available: -25_00n, held: 0n });
    expect(await postingsOf(world)).toMatchObject([{ type: 'force_post', amount: { amount: -35_00 } }]);
  });

  it('an unmatched reversal is kept and moves nothing', async () => {
    const world = await cardWorld(platform, tenant);
    expect(await network.tell(world, { kind: 'reversal', original: name(), amount: inr(5_00) })).toBe('applied');
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
    expect((await recordsOf(world)).map(({ type }) => type)).toContain('authorization.reversed');
  });
});

describe('money that comes back', () => {
  it('a refund that names its purchase is linked; one that names none is not', async () => {
    const { world, original } = await reserved(40_00);
    await network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    await network.tell(world, { kind: 'refund', original, amount: inr(15_00) });
    await network.tell(world, { kind: 'refund', amount: inr(5_00) });
    expect(await moneyOf(platform, world)).toEqual({ available: 80_00n, held: 0n });
    const refunds = (await postingsOf(world)).filter(({ type }: Record<string, unknown>) => type === 'refund');
    expect(refunds.map(({ linked }: Record<string, unknown>) => linked).toSorted()).toEqual([false, true]);
  });

  it('a purchase that is refunded twice, and with more than was spent, is credited each time', async () => {
    const { world, original } = await reserved(40_00);
    await network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    await network.tell(world, { kind: 'refund', original, amount: inr(40_00) });
    await network.tell(world, { kind: 'refund', original, amount: inr(45_00) });
    expect(await moneyOf(platform, world)).toEqual({ available: 145_00n, held: 0n });
  });

  it('a refund that is taken back is posted out, below zero too', async () => {
    const world = await cardWorld(platform, tenant, { available: 0n });
    await network.tell(world, { kind: 'refund', amount: inr(20_00) });
    await network.tell(world, { kind: 'refund_reversal', amount: inr(30_00) });
    expect(await moneyOf(platform, world)).toEqual({ available: -10_00n, held: 0n });
    expect((await postingsOf(world)).map(({ type }: Record<string, unknown>) => type).toSorted()).toEqual([
      'refund',
      'refund_reversal',
    ]);
  });

  it('a single message is given back in part (cash that was not dispensed), then in whole, never twice', async () => {
    const { world, original } = await reserved(80_00, { type: 'financial', channel: 'atm' });
    expect(await moneyOf(platform, world)).toEqual({ available: 20_00n, held: 0n });
    await network.tell(world, { kind: 'reversal', original, amount: inr(30_00) });
    expect(await moneyOf(platform, world)).toEqual({ available: 50_00n, held: 0n });
    await network.tell(world, { kind: 'reversal', original });
    await network.tell(world, { kind: 'reversal', original });
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('a single message that was refunded with more than it paid takes nothing when it is reversed', async () => {
    const { world, original } = await reserved(40_00, { type: 'financial' });
    await network.tell(world, { kind: 'refund', original, amount: inr(50_00) });
    await network.tell(world, { kind: 'reversal', original });
    expect(await moneyOf(platform, world)).toEqual({ available: 110_00n, held: 0n });
  });

  it.each([
    ['won', 100_00n],
    ['lost', 60_00n],
  ] as const)('a disputed amount is credited provisionally, and the dispute is %s', async (phase, available) => {
    const { world, original } = await reserved(40_00);
    await network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    await network.tell(world, { kind: 'chargeback', phase: 'provisional', original, amount: inr(40_00) });
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
    await network.tell(world, { kind: 'chargeback', phase, original, amount: inr(40_00) });
    expect(await moneyOf(platform, world)).toEqual({ available, held: 0n });
    const suspense = (await recordsOf(world))
      .flatMap(({ legs = [] }) => legs)
      .filter(({ account }) => account === 'suspense')
      .reduce((sum, { minor }) => sum + minor, 0n);
    expect(suspense).toBe(0n);
  });

  it('rule 83, boundary case 19: a refund above what the law lets a holder have is credited and flagged', async () => {
    const world = await cardWorld(platform, tenant, { available: 1_99_000_00n });
    await network.tell(world, { kind: 'refund', amount: inr(500_00) });
    await network.tell(world, { kind: 'refund', amount: inr(10_500_00) });
    expect((await moneyOf(platform, world)).available).toBe(2_10_000_00n);
    const flags = (await postingsOf(world)).map(({ amount, overLimit }: Record<string, unknown>) => ({
      amount,
      overLimit,
    }));
    expect(flags).toContainEqual({ amount: { amount: 10_500_00, currency: 'INR' }, overLimit: true });
    expect(flags).toContainEqual({ amount: { amount: 500_00, currency: 'INR' }, overLimit: undefined });
  });
});

describe('card messages and states of balances', () => {
  it.each(['frozen', 'closing'] as const)('a %s balance takes postings and refunds', async (state) => {
    const world = await cardWorld(platform, tenant, { state, available: 10_00n });
    await network.tell(world, { kind: 'force_post', amount: inr(30_00) });
    await network.tell(world, { kind: 'refund', amount: inr(5_00) });
    expect(await moneyOf(platform, world)).toEqual({ available: -15_00n, held: 0n });
  });

  it('a closed balance stays as it is: what is late stands in suspense', async () => {
    const world = await cardWorld(platform, tenant, { state: 'closed', available: 0n });
    await network.tell(world, { kind: 'force_post', amount: inr(30_00) });
    await network.tell(world, { kind: 'refund', amount: inr(5_00) });
    expect(await moneyOf(platform, world)).toEqual({ available: 0n, held: 0n });
    for (const { legs, suspense } of (await postingsOf(world)) as {
      legs: { account: string }[];
      suspense: boolean;
    }[]) {
      expect(suspense).toBe(true);
      expect(legs.map(({ account }) => account).toSorted()).toEqual(['settlement', 'suspense']);
    }
  });

  it('I2 a closed balance holds nothing, whatever an advice says', async () => {
    const world = await cardWorld(platform, tenant, { state: 'closed', available: 0n });
    await network.tell(world, { kind: 'advice', amount: inr(30_00), standIn: true });
    expect(await moneyOf(platform, world)).toEqual({ available: 0n, held: 0n });
    expect((await recordsOf(world)).map(({ attached }) => attached?.['left'])).toEqual([0n]);
  });

  it('a message in another currency is not understood and moves nothing', async () => {
    const world = await cardWorld(platform, tenant);
    const told = await network.tell(world, { kind: 'force_post', amount: money(100n, 'USD') });
    expect(told).toBe('not_understood');
    expect(await recordsOf(world)).toEqual([]);
  });

  it('a message that says it is about itself is not understood', async () => {
    const { world, original } = await reserved(40_00);
    const told = await network.tell(world, {
      kind: 'clearing',
      message: original,
      original,
      amount: inr(40_00),
      final: true,
    });
    expect(told).toBe('not_understood');
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 40_00n });
  });

  it('a card that hangs on no balance is refused', async () => {
    const world = await cardWorld(platform, tenant);
    const stranger = { ...world, cardId: platform.ids.next('crd', tenant) };
    expect(await network.tell(stranger, { kind: 'refund', amount: inr(1) })).toBe('not_allowed');
  });

  it.each(['JPY', 'KWD'] as const)('rule 119 %s amounts are minor units, never times 100', async (currency) => {
    const foreign = await tenantWithProgram(platform, currency);
    const world = await cardWorld(platform, foreign, { currency, available: 5_000n });
    const country = currency === 'JPY' ? 'JP' : 'KW';
    const merchant = { name: 'Shop', mcc: '5411', country };
    const answer = await network.request(world, 1_234, { merchant });
    expect(answer).toMatchObject({ decision: 'approved', approvedAmount: 1_234 });
    const original = nameOf(platform, answer.sent);
    await network.tell(world, { kind: 'clearing', original, amount: money(1_235n, currency), final: true });
    expect(await moneyOf(platform, world)).toEqual({ available: 3_765n, held: 0n });
  });
});

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
    const { world, original } = await reserved(40_00);
    const message = name();
    // The rows above are whole messages of their kind.
    const told = { kind, message, original, ...more } as Parameters<typeof network.tell>[1];
    expect(await network.tell(world, told)).toBe('applied');
    const after = await moneyOf(platform, world);
    const records = (await recordsOf(world)).length;
    expect(await network.tell(world, told)).toBe('already');
    expect(await Promise.all([network.tell(world, told), network.tell(world, told)])).toEqual(['already', 'already']);
    expect(await moneyOf(platform, world)).toEqual(after);
    expect(await recordsOf(world)).toHaveLength(records);
    expect(records).toBe(2);
  });

  it('I3 an advice that names itself does not revive its hold after it ended', async () => {
    const world = await cardWorld(platform, tenant);
    const message = name();
    const advice = { kind: 'advice', message, amount: inr(50_00), standIn: true } as const;
    expect(await network.tell(world, advice)).toBe('applied');
    await network.tell(world, { kind: 'expiry', original: message });
    expect(await network.tell(world, advice)).toBe('already');
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
  });

  it('two clearings at once both count', async () => {
    const { world, original } = await reserved(40_00);
    const clearing = () => network.tell(world, { kind: 'clearing', original, amount: inr(15_00), final: false });
    expect(await Promise.all([clearing(), clearing()])).toEqual(['applied', 'applied']);
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 10_00n });
  });
});

describe('spend limits and card messages', () => {
  const rules = { version: 1, limits: [{ per: 'day', max: 50_00n }] } as const;

  it('a reversal gives the limit back, as far as it was counted', async () => {
    const { world, original } = await reserved(50_00, {}, { rules });
    expect((await network.request(world, 10_00)).decision).toBe('declined');
    await network.tell(world, { kind: 'reversal', original, amount: inr(20_00) });
    expect((await network.request(world, 20_01)).decision).toBe('declined');
    expect((await network.request(world, 20_00)).decision).toBe('approved');
  });

  it('a final clearing below the hold gives the difference back', async () => {
    const { world, original } = await reserved(50_00, {}, { rules });
    await network.tell(world, { kind: 'clearing', original, amount: inr(30_00), final: true });
    expect((await network.request(world, 20_00)).decision).toBe('approved');
    expect((await network.request(world, 1)).decision).toBe('declined');
  });

  it('a single message that is reversed gives the limit back; a refund does not', async () => {
    const { world, original } = await reserved(50_00, { type: 'financial' }, { rules });
    await network.tell(world, { kind: 'reversal', original, amount: inr(20_00) });
    expect((await network.request(world, 20_00)).decision).toBe('approved');
    await network.tell(world, { kind: 'refund', original, amount: inr(10_00) });
    expect((await network.request(world, 1)).decision).toBe('declined');
  });

  it('a window that is over gets nothing back', async () => {
    const { world, original } = await reserved(50_00, {}, { rules });
    platform.clock.advance({ hours: 24 });
    expect((await network.request(world, 50_00)).decision).toBe('approved');
    await network.tell(world, { kind: 'reversal', original });
    expect((await network.request(world, 1)).decision).toBe('declined');
  });
});
