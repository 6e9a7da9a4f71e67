import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/authorizations/expire-hold/handler.ts';
import { wire as schedule } from '../../../../functions/authorizations/schedule-hold-expiry/handler.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliver, noContext } from '../../../support/trigger.ts';
import { inr, issuer, moneyOf } from '../card-bench.ts';
import { eventOf, fireTimers, givenHold } from '../hold-bench.ts';

let platform: TestPlatform;
let network: ReturnType<typeof issuer>;

beforeAll(async () => {
  platform = await startTestPlatform();
  network = issuer(platform);
});
afterAll(() => platform.stop());

describe('expireHold', () => {
  it('I15 releases what is left, once; a repeat of the timer changes nothing', async () => {
    const { world } = await givenHold(platform);
    await deliver(schedule(platform), await eventOf(platform, world, 'authorization.approved'));
    await fireTimers(platform, world.tenant);
    expect(await moneyOf(platform, world)).toEqual({ available: 100_00n, held: 0n });
    expect((await eventOf(platform, world, 'authorization.expired')).detail.data).toMatchObject({ held: 0 });
    const before = (await platform.items()).length;
    await fireTimers(platform, world.tenant);
    expect((await platform.items()).length).toBe(before);
  });

  it('I15 leaves alone what was cleared meanwhile', async () => {
    const { world, original } = await givenHold(platform);
    await deliver(schedule(platform), await eventOf(platform, world, 'authorization.approved'));
    await network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    const before = (await platform.items()).length;
    await fireTimers(platform, world.tenant);
    expect((await platform.items()).length).toBe(before);
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 0n });
  });

  it('rule 116 a clearing after it posts all the same', async () => {
    const { world, original } = await givenHold(platform);
    await deliver(schedule(platform), await eventOf(platform, world, 'authorization.approved'));
    await fireTimers(platform, world.tenant);
    await network.tell(world, { kind: 'clearing', original, amount: inr(40_00), final: true });
    expect(await moneyOf(platform, world)).toEqual({ available: 60_00n, held: 0n });
  });

  it.each(['a card', 'an authorization'])('%s that is not there leaves nothing to do', async (missing) => {
    const { world, original } = await givenHold(platform);
    const cardId = missing === 'a card' ? platform.ids.next('crd', world.tenant) : world.cardId;
    const id = missing === 'a card' ? original.id : 'unknown';
    const named = { id, transmittedAt: toTimestamp(original.transmittedAt) };
    const before = (await platform.items()).length;
    await wire(platform)({ tenantId: world.tenant.tenantId, payload: { cardId, network: named } }, noContext);
    expect((await platform.items()).length).toBe(before);
  });

  it('refuses a payload that is not a timer’s', async () => {
    const { world } = await givenHold(platform);
    await expect(wire(platform)({ tenantId: world.tenant.tenantId, payload: {} }, noContext)).rejects.toThrow(/./u);
  });
});
