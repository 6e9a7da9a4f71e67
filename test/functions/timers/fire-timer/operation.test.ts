import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scheduleTimer } from '../../../../functions/kernel/timers/timer-intents.ts';
import { timerMessageOf } from '../../../../functions/kernel/timers/timer-item.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { clockItem, clockKey, tenantClock } from '../../../../functions/kernel/time/tenant-clock.ts';
import { dynamoTimerStore } from '../../../../functions/timers/infrastructure/dynamo-timer-store.ts';
import { wire } from '../../../../functions/timers/fire-timer/handler.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliver } from '../../../support/trigger.ts';

let platform: TestPlatform;
let tenant: TenantContext;
beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const name = (key: string) => ({ operation: 'expireKycCase', key });

const set = async (key: string, minutes: number) => {
  const dueAt = platform.clock.now().add({ minutes });
  const { write } = scheduleTimer({ tenant, clock: platform.clock }, { ...name(key), dueAt, payload: { kycId: key } });
  await platform.table.transact([write], `${key}-${minutes}`.padEnd(12, '0'));
  const timer = await dynamoTimerStore(platform.table).find(tenant, name(key));
  if (timer === undefined) throw new Error('the timer was not stored');
  return timer;
};

const invokedFor = (key: string) =>
  platform.sent.invoked.filter(({ payload }) => JSON.stringify(payload).includes(`"${key}"`));

describe('fireTimer', () => {
  it('runs the operation of a due timer with its payload and takes the timer away', async () => {
    const timer = await set('due', 1);
    platform.clock.advance({ minutes: 1 });
    expect(await deliver(wire(platform), timerMessageOf(timer))).toBe(true);
    expect(invokedFor('due')).toEqual([
      { operationId: 'expireKycCase', payload: { tenantId: tenant.tenantId, payload: { kycId: 'due' } } },
    ]);
    expect(await dynamoTimerStore(platform.table).find(tenant, name('due'))).toBeUndefined();
  });

  it('I3 fires once, however often the message comes', async () => {
    const timer = await set('twice', 0);
    for (let delivery = 0; delivery < 5; delivery += 1) await deliver(wire(platform), timerMessageOf(timer));
    expect(invokedFor('twice')).toHaveLength(1);
  });

  it('leaves a message that came early to a later delivery', async () => {
    const timer = await set('early', 5);
    expect(await deliver(wire(platform), timerMessageOf(timer))).toBe(false);
    expect(invokedFor('early')).toHaveLength(0);
  });

  it('waits for real time when that rules the timer, although the tenant’s clock has passed its instant', async () => {
    const ahead = await platform.tenant();
    await platform.table.write({ kind: 'put', item: clockItem.encode(clockKey(ahead), { offsetSeconds: 86_400 }) });
    const clock = await tenantClock(platform.table, ahead, platform.clock);
    const order = { ...name('real'), dueAt: platform.clock.now().add({ minutes: 5 }), realTime: true } as const;
    const { write } = scheduleTimer({ tenant: ahead, clock }, { ...order, payload: { kycId: 'real' } });
    await platform.table.transact([write], 'real-timer-00');
    const timer = await dynamoTimerStore(platform.table).find(ahead, name('real'));
    expect(timer?.fireAtEpochSeconds).toBe(order.dueAt.epochMilliseconds / 1_000);
    const message = { ...name('real'), tenantId: ahead.tenantId, dueAt: order.dueAt.toString() };
    expect(await deliver(wire(platform), message)).toBe(false);
    platform.clock.advance({ minutes: 5 });
    expect(await deliver(wire(platform), message)).toBe(true);
    expect(invokedFor('real')).toHaveLength(1);
  });

  it('ignores the message of a timer that was moved', async () => {
    const before = await set('moved', 1);
    await set('moved', 30);
    platform.clock.advance({ minutes: 2 });
    expect(await deliver(wire(platform), timerMessageOf(before))).toBe(true);
    expect(invokedFor('moved')).toHaveLength(0);
  });

  it('keeps the timer when its operation fails, so that it is tried again', async () => {
    const timer = await set('failing', 0);
    const failing = { ...platform, operations: { invoke: async () => Promise.reject(new Error('down')) } };
    expect(await deliver(wire(failing), timerMessageOf(timer))).toBe(false);
    expect(await dynamoTimerStore(platform.table).find(tenant, name('failing'))).toBeDefined();
  });

  it('refuses a malformed message without touching the others of its batch', async () => {
    expect(await deliver(wire(platform), { tenantId: tenant.tenantId })).toBe(false);
    expect(await deliver(wire(platform), 'not json')).toBe(false);
  });
});
