import * as z from 'zod';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getDecision } from '../../../../functions/authorizations/get-decision/declaration.ts';
import { wire } from '../../../../functions/authorizations/get-decision/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { UseRules } from '../../../../functions/policies/card-controls.ts';
import { call } from '../../../support/http-call.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { CardTraits, CardWorld, RequestChange } from '../card-bench.ts';
import { addCard, cardWorld, inr, issuer } from '../card-bench.ts';
import { givenHolderRules, givenProgramRules } from '../given-rules.ts';

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

const levels = ['card', 'customer', 'program'] as const;
const allOn = ['pos', 'ecom', 'atm', 'contactless', 'international'] as const;

/** A card whose rules are those of one level alone. */
const worldWith = async (
  level: (typeof levels)[number],
  rules: UseRules,
  traits: CardTraits = {},
): Promise<CardWorld> => {
  if (level === 'program') await givenProgramRules(platform, tenant, rules);
  const { off = [], ...own } = rules;
  const channels = level === 'card' ? allOn.filter((channel) => !off.includes(channel)) : allOn;
  const world = await cardWorld(platform, tenant, { channels, ...(level === 'card' ? { rules: own } : {}), ...traits });
  if (level === 'customer') await givenHolderRules(platform, world, rules);
  return world;
};

/** What these tests look at of a decision. */
const read = z.object({
  reason: z.string(),
  checks: z.array(
    z.looseObject({ outcome: z.string(), limit: z.looseObject({ resetsAt: z.string().optional() }).optional() }),
  ),
  wouldPassWith: z.record(z.string(), z.unknown()).optional(),
});

const decisionOn = async (world: CardWorld, minor: number, change: RequestChange = {}) => {
  const { decisionId, responseCode } = await network.request(world, minor, change);
  const { body } = await call(wire(platform), getDecision, {
    as: { tenant },
    params: { decisionId: decisionId ?? '' },
    idempotencyKey: null,
  });
  return { responseCode, ...read.parse(body) };
};

const failedOf = ({ checks }: { readonly checks: readonly { readonly outcome: string }[] }) =>
  checks.filter(({ outcome }) => outcome === 'failed');

describe('controls at three levels', () => {
  it.each([
    ['card', { channels: { ecom: true } }],
    ['customer', { customerChannels: { ecom: true } }],
    ['program', { programChannels: { ecom: true } }],
  ] as const)('M-09 rule 88 a channel that is off at the %s is off: 57, with the hint', async (level, hint) => {
    const world = await worldWith(level, { version: 4, limits: [], off: ['ecom'] });
    expect((await network.request(world, 10_00)).decision).toBe('approved');
    const declined = await decisionOn(world, 10_00, { channel: 'ecom' });
    expect(declined).toMatchObject({ responseCode: '57', reason: 'channel_off', wouldPassWith: hint });
  });

  it.each(levels)('M-09 abroad is off when the %s says so', async (level) => {
    const world = await worldWith(level, { version: 1, limits: [], off: ['international'] });
    const merchant = { name: 'Deli', mcc: '5814', country: 'US' };
    expect(await decisionOn(world, 10_00, { merchant })).toMatchObject({ reason: 'international_off' });
    expect((await network.request(world, 10_00)).decision).toBe('approved');
  });

  it.each(levels)('M-09 a merchant category must pass the lists of the %s', async (level) => {
    const world = await worldWith(level, { version: 7, limits: [], mcc: { allow: ['5411'] } });
    const declined = await decisionOn(world, 10_00);
    expect(declined.reason).toBe('merchant_category_blocked');
    expect(failedOf(declined)).toEqual([
      expect.objectContaining({ threshold: { allow: ['5411'] }, ruleVersion: `${level} rules 7` }),
    ]);
    const merchant = { name: 'Grocer', mcc: '5411', country: 'IN' };
    expect((await network.request(world, 10_00, { merchant })).decision).toBe('approved');
  });

  it.each(levels)(
    'M-09 a decline names the limit of the %s, what is left of it, and when it is full again',
    async (level) => {
      const world = await worldWith(level, { version: 2, limits: [{ per: 'day', max: 50_00n }] });
      await network.request(world, 30_00);
      const declined = await decisionOn(world, 20_01);
      expect(declined).toMatchObject({
        responseCode: '61',
        reason: 'spend_limit_exceeded',
        wouldPassWith: { amount: 20_00 },
      });
      const today = platform.clock.now().toZonedDateTimeISO('Asia/Kolkata').startOfDay();
      const resetsAt = today.add({ days: 1 }).toInstant().toString({ fractionalSecondDigits: 3 });
      const limit = { level, per: 'day', amount: 50_00, remaining: 20_00, resetsAt };
      expect(failedOf(declined)).toEqual([expect.objectContaining({ input: 20_01, threshold: 20_00, limit })]);
      expect((await network.request(world, 20_00)).decision).toBe('approved');
    },
  );

  it.each(levels)(
    'M-09 a number of uses of the %s: a full reversal gives the use back, a part of one does not',
    async (level) => {
      const world = await worldWith(level, { version: 1, limits: [{ per: 'week', count: 2 }] });
      const first = await network.request(world, 10_00);
      await network.request(world, 10_00);
      const declined = await decisionOn(world, 1_00);
      expect(failedOf(declined)).toEqual([
        expect.objectContaining({ limit: expect.objectContaining({ level, per: 'week', count: 2, remaining: 0 }) }),
      ]);
      const resetsAt = declined.checks.find(({ limit }) => limit !== undefined)?.limit?.resetsAt;
      expect(resetsAt).toMatch(/Z$/);
      expect(declined.wouldPassWith).toEqual({ notBefore: resetsAt });
      const { id, transmittedAt } = first.sent.message;
      const original = { id, transmittedAt: platform.clock.now().round('millisecond') };
      expect(original.transmittedAt.toString({ fractionalSecondDigits: 3 })).toBe(transmittedAt);
      await network.tell(world, { kind: 'reversal', original, amount: inr(4_00) });
      expect((await network.request(world, 1_00)).decision).toBe('declined');
      await network.tell(world, { kind: 'reversal', original });
      expect((await network.request(world, 1_00)).decision).toBe('approved');
    },
  );

  it('M-09 an increment is no further use', async () => {
    const world = await worldWith('card', { version: 1, limits: [{ per: 'day', count: 1 }] });
    const { sent } = await network.request(world, 10_00);
    const more = await network.request(world, 5_00, { type: 'increment', original: sent.message });
    expect(more.decision).toBe('approved');
    expect((await network.request(world, 1_00)).decision).toBe('declined');
  });

  it('M-09 limits of a holder count all cards of a balance, those of a program each card by itself', async () => {
    const daily = { version: 1, limits: [{ per: 'day' as const, max: 50_00n }] };
    const ofHolder = await worldWith('customer', daily, { available: 500_00n });
    const second = await addCard(platform, ofHolder);
    await network.request(ofHolder, 30_00);
    expect((await network.request(second, 30_00)).decision).toBe('declined');
    ({ tenant } = await givenProgram(platform));
    const ofProgram = await worldWith('program', daily, { available: 500_00n });
    const other = await addCard(platform, ofProgram);
    await network.request(ofProgram, 30_00);
    expect((await network.request(other, 30_00)).decision).toBe('approved');
  });

  it('M-09 the strictest level wins, and what would have passed passes them all', async () => {
    const limited = (max: bigint) => ({ version: 1, limits: [{ per: 'transaction' as const, max }] });
    await givenProgramRules(platform, tenant, limited(30_00n));
    const world = await cardWorld(platform, tenant, { rules: limited(40_00n) });
    await givenHolderRules(platform, world, limited(20_00n));
    expect((await decisionOn(world, 50_00)).wouldPassWith).toEqual({ amount: 20_00 });
    expect((await network.request(world, 20_01)).decision).toBe('declined');
    expect((await network.request(world, 20_00)).decision).toBe('approved');
  });

  it('boundary case 21: of a new card that lacks money too, an online use hears all that is missing', async () => {
    const world = await cardWorld(platform, tenant, { available: 0n });
    const merchant = { name: 'Web shop', mcc: '5814', country: 'US' };
    const declined = await decisionOn(world, 10_00, { channel: 'ecom', merchant });
    expect(declined).toMatchObject({
      responseCode: '57',
      wouldPassWith: { channels: { ecom: true, international: true }, load: 10_00 },
    });
  });

  it('a program’s switches cost no request, unless they refuse; neither do those of a holder that allows all', async () => {
    await givenProgramRules(platform, tenant, { version: 1, limits: [], off: ['atm'] });
    const world = await cardWorld(platform, tenant);
    await network.request(world, 1_00);
    const before = platform.counts().requests;
    expect((await network.request(world, 1_00)).decision).toBe('approved');
    expect(platform.counts().requests - before).toBe(1);
    expect((await decisionOn(world, 1_00, { channel: 'atm' })).reason).toBe('channel_off');
  });

  it('M-09 rules of a holder that are set between two uses decide the second, though nothing is read first', async () => {
    const world = await cardWorld(platform, tenant);
    expect((await network.request(world, 10_00)).decision).toBe('approved');
    await givenHolderRules(platform, world, { version: 1, limits: [{ per: 'transaction', max: 5_00n }] });
    expect((await network.request(world, 10_00)).decision).toBe('declined');
  });
});
