import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { cardWorld, issuer, moneyOf } from '../card-bench.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let network: ReturnType<typeof issuer>;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await tenantWithProgram(platform);
  network = issuer(platform);
});
afterAll(() => platform.stop());

describe('decideAuthorization approves', () => {
  it('M-02 reserves what it approves, and the record is the only other write', async () => {
    const world = await cardWorld(platform, tenant);
    const first = await network.request(world, 1);
    expect(first).toMatchObject({ status: 200, decision: 'approved', actionCode: '0000', responseCode: '00' });
    const before = platform.counts();
    const answer = await network.request(world, 30_00);
    const after = platform.counts();
    expect(answer).toMatchObject({ decision: 'approved', approvedAmount: 30_00 });
    expect(answer.authorizationId).toMatch(/^aut_/);
    expect(await moneyOf(platform, world)).toEqual({ available: 69_99n, held: 30_01n });
    expect(after.requests - before.requests).toBe(1);
    expect(after.writeUnits - before.writeUnits).toBeLessThanOrEqual(5);
    expect(after.readUnits - before.readUnits).toBe(0);
  });

  it('I3 a repeat hears the first answer and reserves nothing', async () => {
    const world = await cardWorld(platform, tenant);
    const first = await network.request(world, 30_00);
    const repeat = await network.post(JSON.stringify(first.sent));
    const { status: _status, sent: _sent, requestId: _requestId, ...answer } = first;
    expect(repeat.body).toEqual(answer);
    expect(await moneyOf(platform, world)).toEqual({ available: 70_00n, held: 30_00n });
  });

  it('approves a part where the terminal can take it', async () => {
    const world = await cardWorld(platform, tenant);
    const answer = await network.request(world, 150_00, { partialCapable: true });
    expect(answer).toMatchObject({
      decision: 'approved',
      approvedAmount: 100_00,
      responseCode: '10',
      actionCode: '0002',
    });
    expect(await moneyOf(platform, world)).toEqual({ available: 0n, held: 100_00n });
  });

  it('pays an ATM at once, in one entry', async () => {
    const world = await cardWorld(platform, tenant, { available: 5_000_00n });
    const answer = await network.request(world, 500_00, { type: 'financial', channel: 'atm' });
    expect(answer).toMatchObject({ decision: 'approved', approvedAmount: 500_00 });
    expect(await moneyOf(platform, world)).toEqual({ available: 4_500_00n, held: 0n });
    const repeat = await network.post(JSON.stringify(answer.sent));
    expect(repeat.body).toMatchObject({ decisionId: answer.decisionId, decision: 'approved' });
    expect(await moneyOf(platform, world)).toEqual({ available: 4_500_00n, held: 0n });
  });

  it('tells the balance without writing anything', async () => {
    const world = await cardWorld(platform, tenant);
    const before = platform.counts().writeUnits;
    const answer = await network.request(world, 0, { type: 'balance_inquiry' });
    expect(answer).toMatchObject({ decision: 'approved', available: 100_00 });
    expect(platform.counts().writeUnits).toBe(before);
  });

  it('raises a hold by an increment of its own decision', async () => {
    const world = await cardWorld(platform, tenant);
    const first = await network.request(world, 40_00);
    const original = first.sent.message;
    const more = await network.request(world, 30_00, { type: 'increment', original });
    expect(more).toMatchObject({ decision: 'approved', authorizationId: first.authorizationId });
    const tooMuch = await network.request(world, 40_00, { type: 'increment', original });
    expect(tooMuch).toMatchObject({ decision: 'declined', responseCode: '51' });
    const repeat = await network.post(JSON.stringify(more.sent));
    expect(repeat.body.decisionId).toBe(more.decisionId);
    expect(await moneyOf(platform, world)).toEqual({ available: 30_00n, held: 70_00n });
  });
});

describe('decideAuthorization declines', () => {
  it.each([
    ['too little money', { available: 10n }, {}, '51', '1051'],
    ['D-03 a card that was never activated', { status: 'inactive' }, {}, '62', '1018'],
    ['a locked card', { status: 'locked' }, {}, '62', '1000'],
    ['a closed card', { status: 'closed' }, {}, '46', '1004'],
    ['an expired card', { expiryYear: 2025 }, {}, '54', '1001'],
    ['a frozen balance', { state: 'frozen' }, {}, '62', '1004'],
    ['a wrong PIN', {}, { verification: { pin: 'mismatch' } }, '55', '1017'],
    ['a wrong CVV', {}, { verification: { cvv: 'mismatch' } }, '63', '1022'],
    ['e-commerce that is switched off (boundary case 21)', {}, { channel: 'ecom' }, '57', '1019'],
    ['a merchant abroad', {}, { merchant: { name: 'Café', mcc: '5812', country: 'FR' } }, '57', '1019'],
    ['another currency', {}, { amount: { amount: 100, currency: 'USD' } }, '13', '1010'],
    ['cash for a small instrument (rule 63)', { level: 'minimum' }, { channel: 'atm' }, '57', '1019'],
    [
      'more cash than the law lets out (rule 67)',
      { available: 9_000_00n },
      { channel: 'atm', amount: { amount: 2_000_01, currency: 'INR' } },
      '61',
      '1021',
    ],
    ['a category that is blocked', { rules: { version: 1, limits: [], mcc: { block: ['5814'] } } }, {}, '57', '1019'],
    [
      'more than a limit of the card',
      { rules: { version: 1, limits: [{ per: 'transaction', max: 10n }] } },
      {},
      '61',
      '1021',
    ],
  ] as const)('%s, once and for good', async (...[, traits, change, responseCode, actionCode]) => {
    const world = await cardWorld(platform, tenant, traits);
    const before = await moneyOf(platform, world);
    const answer = await network.request(world, 50_00, change);
    expect(answer).toMatchObject({ status: 200, decision: 'declined', responseCode, actionCode, approvedAmount: 0 });
    expect(answer.decisionId).toMatch(/^dcs_/);
    expect((await network.post(JSON.stringify(answer.sent))).body.decisionId).toBe(answer.decisionId);
    expect(await moneyOf(platform, world)).toEqual(before);
  });

  it('a card that is nobody’s, without keeping anything', async () => {
    const world = await cardWorld(platform, tenant);
    const answer = await network.request({ ...world, externalId: 'pi_unknown' }, 50_00);
    expect(answer).toMatchObject({ decision: 'declined', responseCode: '14' });
    expect(answer).not.toHaveProperty('decisionId');
  });

  it('counts a limit per day, and starts again the next day', async () => {
    const rules = { version: 1, limits: [{ per: 'day', max: 50_00n }] } as const;
    const world = await cardWorld(platform, tenant, { rules });
    expect((await network.request(world, 30_00)).decision).toBe('approved');
    expect(await network.request(world, 20_01)).toMatchObject({ decision: 'declined', responseCode: '61' });
    expect((await network.request(world, 20_00)).decision).toBe('approved');
    platform.clock.advance({ hours: 24 });
    expect((await network.request(world, 30_00)).decision).toBe('approved');
  });
});
