import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shiftedClock } from '../../../../functions/kernel/time/clock.ts';
import { cancelTimer, scheduleTimer } from '../../../../functions/kernel/timers/timer-intents.ts';
import { timerItem, timerKey, timerScheduleName } from '../../../../functions/kernel/timers/timer-item.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const name = { operation: 'expireKycCase', key: 'kyc_1' };
const commit = (write: ReturnType<typeof cancelTimer>['write']) =>
  platform.table.transact([write], crypto.randomUUID());
const stored = async () => platform.table.get(timerKey(tenant, name));

describe('A timer', () => {
  it('is one per operation and business key: setting it again moves it', async () => {
    for (const hours of [24, 48]) {
      const dueAt = platform.clock.now().add({ hours });
      await commit(scheduleTimer({ tenant, clock: platform.clock }, { ...name, dueAt, payload: { hours } }).write);
    }
    const timer = timerItem.decode((await stored())!);
    expect(timer.dueAt).toEqual(platform.clock.now().add({ hours: 48 }));
    expect(JSON.parse(timer.payload)).toEqual({ hours: 48 });
  });

  it("fires in real time what is due on the tenant's clock", async () => {
    const clock = shiftedClock(platform.clock, 3_600);
    const dueAt = clock.now().add({ minutes: 10 });
    await commit(scheduleTimer({ tenant, clock }, { ...name, dueAt, payload: {} }).write);
    const { fireAtEpochSeconds } = timerItem.decode((await stored())!);
    expect(fireAtEpochSeconds).toBe(Math.ceil(platform.clock.now().epochMilliseconds / 1000) + 600);
  });

  it('is gone when cancelled, and cancelling it twice is no error', async () => {
    const { write } = cancelTimer({ tenant }, name);
    expect(await commit(write)).toEqual({ kind: 'committed' });
    expect(await stored()).toBeUndefined();
    expect(await commit(write)).toEqual({ kind: 'committed' });
  });

  it('I9 has a schedule of its own per tenant, operation and key, in a form that Scheduler takes', () => {
    const names = [
      { tenantId: 'ten_1', ...name },
      { tenantId: 'ten_2', ...name },
      { tenantId: 'ten_1', operation: 'other', key: 'kyc_1' },
      { tenantId: 'ten_1', operation: 'expireKycCase', key: 'kyc_2' },
    ].map(timerScheduleName);
    expect(new Set(names).size).toBe(4);
    expect(names.every((one) => /^[0-9a-zA-Z-_.]{1,64}$/.test(one))).toBe(true);
  });
});
