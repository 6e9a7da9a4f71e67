import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  fromTimestamp,
  shiftedClock,
  toDate,
  toEpochSeconds,
  toTimestamp,
} from '../../../../functions/kernel/time/clock.ts';
import { clockItem, clockKey, tenantClock } from '../../../../functions/kernel/time/tenant-clock.ts';
import { testClock } from '../../../support/test-clock.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

describe('Time', () => {
  it('is written in UTC with milliseconds, never rounded into the future', () => {
    const instant = Temporal.Instant.from('2026-11-21T12:00:00.123999999+05:30');
    expect(toTimestamp(instant)).toBe('2026-11-21T06:30:00.123Z');
    expect(toTimestamp(Temporal.Instant.from('2026-11-21T06:30:00Z'))).toBe('2026-11-21T06:30:00.000Z');
    expect(fromTimestamp('2026-11-21T06:30:00.123Z').epochMilliseconds).toBe(toDate(instant).getTime());
  });

  it('of expiry is in whole seconds, never too early', () => {
    expect(toEpochSeconds(Temporal.Instant.fromEpochMilliseconds(1_001))).toBe(2);
    expect(toEpochSeconds(Temporal.Instant.fromEpochMilliseconds(2_000))).toBe(2);
  });

  it('of a shifted clock keeps ticking', () => {
    const real = testClock();
    const shifted = shiftedClock(real, 3_600);
    const before = shifted.now();
    real.advance({ seconds: 5 });
    expect(shifted.now().since(before).total('seconds')).toBe(5);
    expect([shifted.offsetSeconds, shiftedClock(real, 0)]).toEqual([3_600, real]);
  });

  it('of a sandbox tenant runs ahead by its own offset, and of no other', async () => {
    const [ahead, other] = [await platform.tenant(), await platform.tenant()];
    const real = await platform.tenant({ sandbox: false });
    for (const tenant of [ahead, real]) {
      await platform.table.write({ kind: 'put', item: clockItem.encode(clockKey(tenant), { offsetSeconds: 60 }) });
    }
    const offsets = await Promise.all(
      [ahead, other, real].map(
        async (tenant) => (await tenantClock(platform.table, tenant, platform.clock)).offsetSeconds,
      ),
    );
    expect(offsets).toEqual([60, undefined, undefined]);
  });
});
