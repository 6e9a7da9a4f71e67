import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getDecision } from '../../../../functions/authorizations/get-decision/declaration.ts';
import { wire } from '../../../../functions/authorizations/get-decision/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { CardTraits, CardWorld, RequestChange } from '../card-bench.ts';
import { cardWorld, inr, issuer, moneyOf, nameOf } from '../card-bench.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let network: ReturnType<typeof issuer>;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());
beforeEach(async () => {
  ({ tenant } = await givenProgram(platform));
  network = issuer(platform);
});

const switches = ['pos', 'ecom', 'atm', 'international'] as const;
const merchant = { name: 'Deli', mcc: '5814', country: 'US' };

/** A card that may be used abroad, as far as its holder goes. */
const traveller = (traits: CardTraits = {}): Promise<CardWorld> =>
  cardWorld(platform, tenant, { available: 1_90_000_00n, channels: switches, ...traits });

const pay = (world: CardWorld, minor: number, change: RequestChange = {}) =>
  network.request(world, minor, { merchant, ...change });

const codesOf = async (world: CardWorld, amounts: readonly number[]): Promise<readonly (string | undefined)[]> => {
  const codes: (string | undefined)[] = [];
  for (const minor of amounts) codes.push((await pay(world, minor)).responseCode);
  return codes;
};

const read = z.object({
  reason: z.string(),
  checks: z.array(z.looseObject({ name: z.string(), outcome: z.string() })),
  wouldPassWith: z.record(z.string(), z.unknown()).optional(),
});

const explained = async (decisionId: string | undefined) => {
  const { body } = await call(wire(platform), getDecision, {
    as: { tenant },
    params: { decisionId: decisionId ?? '' },
    idempotencyKey: null,
  });
  const { reason, checks, wouldPassWith } = read.parse(body);
  return { reason, wouldPassWith, check: checks.find(({ name }) => name === 'abroad_rules') };
};

const ofFull = 'law.ppi.full.crossBorder.txnMaxMinor@2021-08-27, law.ppi.full.crossBorder.monthMaxMinor@2021-08-27';

const nextMonth = (): Temporal.Instant =>
  platform.clock
    .now()
    .toZonedDateTimeISO('Asia/Kolkata')
    .toPlainDate()
    .with({ day: 1 })
    .add({ months: 1 })
    .toZonedDateTime('Asia/Kolkata')
    .toInstant();

describe('spending abroad', () => {
  it('rule 87 passes 10,000.00 at once and not a paisa more, and says so', async () => {
    const world = await traveller();
    const declined = await pay(world, 10_000_01);
    expect(declined).toMatchObject({ decision: 'declined', responseCode: '61', actionCode: '1021', approvedAmount: 0 });
    expect(await explained(declined.decisionId)).toEqual({
      reason: 'abroad_limit_exceeded',
      wouldPassWith: { amount: 10_000_00 },
      check: {
        name: 'abroad_rules',
        outcome: 'failed',
        input: 10_000_01,
        threshold: 10_000_00,
        ruleVersion: ofFull,
      },
    });
    const approved = await pay(world, 10_000_00);
    expect(approved).toMatchObject({ decision: 'approved', approvedAmount: 10_000_00 });
    expect((await explained(approved.decisionId)).check).toMatchObject({ outcome: 'passed', threshold: 10_000_00 });
  });

  it('rule 87 passes 50,000.00 in a month and not a paisa more; the month turns at midnight in India', async () => {
    const world = await traveller();
    const most = [10_000_00, 10_000_00, 10_000_00, 10_000_00, 9_999_99];
    expect(await codesOf(world, most)).toEqual(['00', '00', '00', '00', '00']);
    const over = await pay(world, 2);
    expect(await explained(over.decisionId)).toMatchObject({ wouldPassWith: { amount: 1 }, check: { threshold: 1 } });
    expect(await codesOf(world, [1])).toEqual(['00']);
    const turn = nextMonth();
    const late = await pay(world, 10_000_01);
    expect(await explained(late.decisionId)).toMatchObject({
      reason: 'abroad_limit_exceeded',
      wouldPassWith: { amount: 10_000_00, notBefore: turn.toString({ fractionalSecondDigits: 3 }) },
      check: { threshold: 0 },
    });
    const toTurn = turn.since(platform.clock.now()).subtract({ milliseconds: 1 });
    platform.clock.advance({ milliseconds: Math.floor(toTurn.total('milliseconds')) });
    expect(await codesOf(world, [1])).toEqual(['61']);
    platform.clock.advance({ milliseconds: 2 });
    expect(await codesOf(world, [10_000_00])).toEqual(['00']);
  });

  it.each([
    ['switched on', switches, {}, 50_00, { kycLevel: 'full' }],
    ['switched off', ['pos'], {}, 50_00, { kycLevel: 'full', channels: { international: true } }],
    ['too much for anybody', switches, {}, 10_000_01, { kycLevel: 'full', amount: 10_000_00 }],
  ] as const)('rule 87 declines it below full KYC: %s', async (...[, channels, change, minor, wouldPassWith]) => {
    const world = await traveller({ level: 'minimum', channels });
    const declined = await pay(world, minor, change);
    expect(declined).toMatchObject({ decision: 'declined', responseCode: '57', actionCode: '1019' });
    expect(await explained(declined.decisionId)).toMatchObject({
      reason: 'abroad_not_allowed',
      wouldPassWith,
      check: {
        input: 'minimum',
        threshold: 'full',
        ruleVersion: 'law.ppi.small.crossBorderAllowed@2021-08-27',
      },
    });
    const home = await network.request(world, 50_00);
    expect(home.decision).toBe('approved');
  });

  it('rule 87 leaves the switch as it is: off until the holder switches it on (rule 88)', async () => {
    const world = await traveller({ channels: ['pos'] });
    const declined = await pay(world, 50_00);
    expect(await explained(declined.decisionId)).toMatchObject({
      reason: 'international_off',
      wouldPassWith: { channels: { international: true } },
      check: { outcome: 'passed' },
    });
  });

  it('rule 87 counts cash abroad too, which rule 67 bounds beside it', async () => {
    const world = await traveller();
    const cash = { type: 'financial', channel: 'atm' };
    expect((await pay(world, 2_000_01, cash)).responseCode).toBe('61');
    expect((await pay(world, 2_000_00, cash)).responseCode).toBe('00');
    expect(await codesOf(world, [10_000_00, 10_000_00, 10_000_00, 10_000_00, 8_000_01, 8_000_00])).toEqual([
      ...['00', '00', '00', '00'],
      ...['61', '00'],
    ]);
  });

  it('rule 87 takes an increment for the same payment', async () => {
    const world = await traveller();
    const first = await pay(world, 9_000_00);
    const more = (minor: number) => pay(world, minor, { type: 'increment', original: first.sent.message });
    expect(await more(1_000_01)).toMatchObject({ decision: 'declined', responseCode: '61' });
    expect((await more(1_000_00)).decision).toBe('approved');
    const full = await more(1);
    expect((await explained(full.decisionId)).wouldPassWith).toBeUndefined();
    expect((await pay(world, 10_000_00)).decision).toBe('approved');
  });

  it('rule 87 gives back what was reversed or paid back at once, and not what was refunded', async () => {
    const world = await traveller();
    const four = [10_000_00, 10_000_00, 10_000_00, 10_000_00];
    expect(await codesOf(world, four)).toEqual(['00', '00', '00', '00']);
    const { sent } = await pay(world, 10_000_00);
    expect(await codesOf(world, [1])).toEqual(['61']);
    const original = nameOf(platform, sent);
    await network.tell(world, { kind: 'reversal', original, amount: inr(2_500_00) });
    expect(await codesOf(world, [2_500_01, 2_500_00, 1])).toEqual(['61', '00', '61']);
    await network.tell(world, { kind: 'reversal', original, amount: undefined });
    expect(await codesOf(world, [7_500_01])).toEqual(['61']);
    const paid = await pay(world, 7_500_00, { type: 'financial' });
    expect(paid.decision).toBe('approved');
    const ofPaid = nameOf(platform, paid.sent);
    await network.tell(world, { kind: 'refund', original: ofPaid, amount: inr(500_00) });
    expect(await codesOf(world, [1])).toEqual(['61']);
  });

  it('rule 87 lets no more pass at once than one after another', async () => {
    const world = await traveller();
    expect(await codesOf(world, [10_000_00, 10_000_00, 10_000_00])).toEqual(['00', '00', '00']);
    const answers = await Promise.all(Array.from({ length: 4 }, () => pay(world, 7_000_00)));
    const passed = answers.filter(({ decision }) => decision === 'approved');
    expect(passed).toHaveLength(2);
    expect((await moneyOf(platform, world)).held).toBe(44_000_00n);
    expect(await codesOf(world, [6_000_01, 6_000_00])).toEqual(['61', '00']);
  });

  it('rule 87 takes what the network tells is so, whatever the month counts', async () => {
    const world = await traveller();
    await network.tell(world, {
      kind: 'force_post',
      amount: inr(60_000_00),
      merchant,
    });
    expect((await moneyOf(platform, world)).available).toBe(1_30_000_00n);
    expect(await codesOf(world, [10_000_00])).toEqual(['00']);
  });

  it('rule 87 costs a payment at home nothing, nor one from a balance of another currency', async () => {
    const cheap = async (world: CardWorld, minor: number, change: RequestChange) => {
      await network.request(world, 1, change);
      const before = platform.counts();
      expect((await network.request(world, minor, change)).decision).toBe('approved');
      const after = platform.counts();
      expect(after.requests - before.requests).toBe(1);
      expect(after.writeUnits - before.writeUnits).toBeLessThanOrEqual(5);
      expect(after.readUnits - before.readUnits).toBe(0);
    };
    await cheap(await traveller(), 10_000_01, {});
    for (const level of ['minimum', 'full'] as const) {
      await cheap(await traveller({ currency: 'EUR', level }), 60_000_00, { merchant });
    }
  });
});
