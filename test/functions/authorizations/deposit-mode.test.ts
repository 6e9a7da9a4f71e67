import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getDecision } from '../../../functions/authorizations/get-decision/declaration.ts';
import { wire as wireGetDecision } from '../../../functions/authorizations/get-decision/handler.ts';
import { dynamoDepositReload } from '../../../functions/balances/infrastructure/dynamo-deposit-escrow.ts';
import { recordItem } from '../../../functions/kernel/events/record-item.ts';
import { tenantKey } from '../../../functions/kernel/persistence/keys.ts';
import { call } from '../../support/http-call.ts';
import { givenProgram } from '../../support/programs.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { commitIntents, sumsOf } from '../balances/given-deposits.ts';
import { givenPartner } from '../balances/given-partners.ts';
import type { CardWorld } from './card-bench.ts';
import { cardWorld, inr, issuer, moneyOf, nameOf } from './card-bench.ts';

let platform: TestPlatform;
let network: ReturnType<typeof issuer>;

beforeAll(async () => {
  platform = await startTestPlatform();
  network = issuer(platform);
});
afterAll(() => platform.stop());

/** A card of a program whose deposit pays, with so many paise in the deposit and 100 rupees of the holder's. */
const givenDeposit = async (deposit: bigint, available = 100_00n): Promise<CardWorld> => {
  const { tenant } = await givenProgram(platform, { balanceHolder: 'partner' });
  await givenPartner(platform, tenant, { kind: 'deposit' });
  if (deposit > 0n) {
    await commitIntents(platform, await dynamoDepositReload(platform.table).reload(tenant, 'INR', deposit));
  }
  return cardWorld(platform, tenant, { available });
};

const depositOf = async ({ tenant }: CardWorld) => {
  const { available, held } = await sumsOf(platform, tenant);
  return { available, held };
};

const legsOf = async ({ tenant, balanceId }: CardWorld) => {
  const { items } = await platform.table.query({ pk: tenantKey(tenant, 'BALANCE', balanceId), limit: 100 });
  const legs = items.filter(({ item }) => item === 'record').flatMap((item) => recordItem.decode(item).legs ?? []);
  return Object.fromEntries(
    [...new Set(legs.map(({ account }) => account.split(':')[0] ?? ''))].map((kind) => [
      kind,
      legs.filter(({ account }) => account.startsWith(kind)).reduce((sum, { minor }) => sum + minor, 0n),
    ]),
  );
};

const reserve = async (world: CardWorld, minor: number) => {
  const answer = await network.request(world, minor);
  expect(answer.decision).toBe('approved');
  return nameOf(platform, answer.sent);
};

describe('authorizations in deposit mode', () => {
  it('AN-40 AN-69 reserves in the deposit and on the balance, in one transaction', async () => {
    const world = await givenDeposit(500_00n);
    await reserve(world, 40_00);
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 40_00n });
    expect(await depositOf(world)).toEqual({ available: 460_00n, held: 40_00n });
  });

  it('D-14 a balance that is short leaves the deposit as it was', async () => {
    const world = await givenDeposit(500_00n, 10_00n);
    expect(await network.request(world, 40_00)).toMatchObject({ decision: 'declined', responseCode: '51' });
    expect(await moneyOf(platform, world)).toEqual({ available: 10_00n, held: 0n });
    expect(await depositOf(world)).toEqual({ available: 500_00n, held: 0n });
  });

  it('AN-69 a deposit that is short leaves the balance as it was', async () => {
    const world = await givenDeposit(30_00n);
    expect(await network.request(world, 40_00)).toMatchObject({ decision: 'declined', actionCode: '1051' });
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
    expect(await depositOf(world)).toEqual({ available: 30_00n, held: 0n });
  });

  it('a program without a deposit declines', async () => {
    const { tenant } = await givenProgram(platform, { balanceHolder: 'partner' });
    const world = await cardWorld(platform, tenant);
    expect(await network.request(world, 40_00)).toMatchObject({ decision: 'declined', responseCode: '51' });
  });

  it('AN-69 a clearing settles what was reserved; the legs are those of purse and program', async () => {
    const world = await givenDeposit(500_00n);
    const original = await reserve(world, 40_00);
    await network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    expect(await depositOf(world)).toEqual({ available: 460_00n, held: 0n });
    expect(await legsOf(world)).toEqual({
      customer: -40_00n,
      program_wallet: 40_00n,
      partner: -40_00n,
      settlement: 40_00n,
    });
  });

  it('a clearing above the hold charges the deposit for the rest, one below it gives the rest back', async () => {
    const world = await givenDeposit(500_00n);
    const above = await reserve(world, 40_00);
    await network.tell(world, { kind: 'clearing', original: above, amount: inr(55_00), final: true });
    expect(await depositOf(world)).toEqual({ available: 445_00n, held: 0n });
    const below = await reserve(world, 40_00);
    await network.tell(world, { kind: 'clearing', original: below, amount: inr(10_00), final: true });
    expect(await depositOf(world)).toEqual({ available: 435_00n, held: 0n });
  });

  it('reversals and expiries give back, in parts and in whole', async () => {
    const world = await givenDeposit(500_00n);
    const original = await reserve(world, 40_00);
    await network.tell(world, { kind: 'reversal', original, amount: inr(15_00) });
    expect(await depositOf(world)).toEqual({ available: 475_00n, held: 25_00n });
    await network.tell(world, { kind: 'expiry', original });
    expect(await depositOf(world)).toEqual({ available: 500_00n, held: 0n });
  });

  it('a part that is approved reserves no more than that', async () => {
    const world = await givenDeposit(500_00n, 25_00n);
    expect(await network.request(world, 40_00, { partialCapable: true })).toMatchObject({ approvedAmount: 25_00 });
    expect(await depositOf(world)).toEqual({ available: 475_00n, held: 25_00n });
  });

  it('boundary case 23: a reversal that came first leaves the deposit as it was', async () => {
    const world = await givenDeposit(500_00n);
    const message = network.name();
    await network.tell(world, { kind: 'reversal', original: nameOf(platform, { message }) });
    await network.request(world, 40_00, { message });
    expect(await depositOf(world)).toEqual({ available: 500_00n, held: 0n });
  });

  it('a single message is paid by the deposit at once, and given back to it', async () => {
    const world = await givenDeposit(500_00n);
    const paid = await network.request(world, 40_00, { type: 'financial' });
    expect(await depositOf(world)).toEqual({ available: 460_00n, held: 0n });
    await network.tell(world, { kind: 'reversal', original: nameOf(platform, paid.sent) });
    expect(await depositOf(world)).toEqual({ available: 500_00n, held: 0n });
    expect(await legsOf(world)).toEqual({ customer: 0n, program_wallet: 0n, partner: 0n, settlement: 0n });
  });

  it('a refund comes back to the deposit, also one that names no purchase', async () => {
    const world = await givenDeposit(500_00n);
    await network.tell(world, { kind: 'refund', amount: inr(20_00) });
    expect(await depositOf(world)).toEqual({ available: 520_00n, held: 0n });
  });

  it('a force post charges the deposit, below zero too', async () => {
    const world = await givenDeposit(30_00n);
    await network.tell(world, { kind: 'force_post', amount: inr(50_00) });
    expect(await depositOf(world)).toEqual({ available: -20_00n, held: 0n });
  });

  it.each(['authorization', 'financial'] as const)('AN-69 the decision on an %s names the deposit', async (type) => {
    // Each slice of the deposit has enough: an authorization is decided by the write's conditions alone.
    const world = await givenDeposit(10_000_00n);
    const { decisionId = '' } = await network.request(world, 40_00, { type });
    const read = { as: { tenant: world.tenant }, params: { decisionId } };
    const { body } = await call(wireGetDecision(platform), getDecision, read);
    expect(body.checks).toContainEqual(expect.objectContaining({ name: 'partner_deposit', outcome: 'passed' }));
  });

  it('an advice reserves as far as the deposit goes; its clearing charges the rest', async () => {
    const world = await givenDeposit(30_00n);
    const message = nameOf(platform, { message: network.name() });
    await network.tell(world, { kind: 'advice', message, amount: inr(50_00), standIn: true });
    await network.tell(world, { kind: 'clearing', original: message, amount: inr(50_00), final: true });
    expect(await depositOf(world)).toEqual({ available: -20_00n, held: 0n });
  });

  it.each([
    ['won', 500_00n, { customer: 0n, program_wallet: 0n, partner: 0n, settlement: 0n, suspense: 0n }],
    [
      'lost',
      460_00n,
      { customer: -40_00n, program_wallet: 40_00n, partner: -40_00n, settlement: 40_00n, suspense: 0n },
    ],
  ] as const)(
    'a dispute that is %s leaves the deposit as if it had never been, or as it was',
    async (phase, available, legs) => {
      const world = await givenDeposit(500_00n);
      const original = await reserve(world, 40_00);
      await network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
      await network.tell(world, { kind: 'chargeback', phase: 'provisional', original, amount: inr(40_00) });
      expect(await depositOf(world)).toEqual({ available: 460_00n, held: 0n });
      await network.tell(world, { kind: 'chargeback', phase, original, amount: inr(40_00) });
      expect(await depositOf(world)).toEqual({ available, held: 0n });
      expect(await legsOf(world)).toEqual(legs);
    },
  );
});
