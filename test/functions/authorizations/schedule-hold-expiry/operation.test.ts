import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire as schedule } from '../../../../functions/authorizations/schedule-hold-expiry/handler.ts';
import { clockItem, clockKey } from '../../../../functions/kernel/time/tenant-clock.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliver } from '../../../support/trigger.ts';
import { cardWorld, inr, issuer } from '../card-bench.ts';
import { eventOf, givenHold, timersOf } from '../hold-bench.ts';

let platform: TestPlatform;
let network: ReturnType<typeof issuer>;

beforeAll(async () => {
  platform = await startTestPlatform();
  network = issuer(platform);
});
afterAll(() => platform.stop());

describe('scheduleHoldExpiry', () => {
  it.each([
    ['5814', 7],
    ['7011', 30],
  ])('rule 117 a hold at a merchant of category %s lasts %s days', async (mcc, days) => {
    const { world } = await givenHold(platform, { merchant: { name: 'Stay', mcc, country: 'IN' } });
    expect(await deliver(schedule(platform), await eventOf(platform, world, 'authorization.approved'))).toBe(true);
    const [timer, ...others] = await timersOf(platform, world.tenant);
    expect(others).toEqual([]);
    expect(timer?.dueAt.toString()).toBe(
      platform.clock
        .now()
        .round('millisecond')
        .add({ hours: 24 * days })
        .toString(),
    );
  });

  it('I3 the same event again sets the same timer', async () => {
    const { world } = await givenHold(platform);
    const event = await eventOf(platform, world, 'authorization.approved');
    await deliver(schedule(platform), event);
    const before = await timersOf(platform, world.tenant);
    platform.clock.advance({ minutes: 5 });
    await deliver(schedule(platform), event);
    expect(await timersOf(platform, world.tenant)).toEqual(before);
  });

  it('an increment moves the timer', async () => {
    const { world, original } = await givenHold(platform);
    await deliver(schedule(platform), await eventOf(platform, world, 'authorization.approved'));
    platform.clock.advance({ hours: 48 });
    const wireName = { id: original.id, transmittedAt: toTimestamp(original.transmittedAt) };
    await network.request(world, 10_00, { type: 'increment', original: wireName });
    await deliver(schedule(platform), await eventOf(platform, world, 'authorization.incremented'));
    const [timer, ...others] = await timersOf(platform, world.tenant);
    expect(others).toEqual([]);
    expect(timer?.dueAt.epochMilliseconds).toBe(platform.clock.now().epochMilliseconds + 7 * 24 * 3_600_000);
  });

  it('rule 115 a hold that the network made gets a timer too', async () => {
    const { world } = await givenHold(platform);
    await network.tell(world, { kind: 'advice', amount: inr(10_00), standIn: true });
    expect(await deliver(schedule(platform), await eventOf(platform, world, 'authorization.advised'))).toBe(true);
    expect(await timersOf(platform, world.tenant)).toHaveLength(1);
  });

  it('counts on the program’s clock', async () => {
    const tenant = await tenantWithProgram(platform);
    const item = clockItem.encode(clockKey(tenant), { offsetSeconds: 3_600 });
    await platform.table.write({ kind: 'put', item });
    const world = await cardWorld(platform, tenant);
    await network.request(world, 40_00, { occurredAt: toTimestamp(platform.clock.now().add({ hours: 1 })) });
    await deliver(schedule(platform), await eventOf(platform, world, 'authorization.approved'));
    const [timer] = await timersOf(platform, world.tenant);
    expect(timer?.dueAt.epochMilliseconds).toBe(platform.clock.now().epochMilliseconds + (7 * 24 + 1) * 3_600_000);
    expect(timer?.fireAtEpochSeconds).toBe(Math.floor(platform.clock.now().epochMilliseconds / 1000) + 7 * 24 * 3_600);
  });
});
