import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scheduleTimer } from '../../../../functions/kernel/timers/timer-intents.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { clockItem, clockKey, tenantClock } from '../../../../functions/kernel/time/tenant-clock.ts';
import { dynamoTimerStore } from '../../../../functions/timers/infrastructure/dynamo-timer-store.ts';
import { sweepTimers } from '../../../../functions/timers/sweep-timers/operation.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const set = async (tenant: TenantContext, key: string, seconds: number): Promise<void> => {
  const order = { operation: 'expireKycCase', key, dueAt: platform.clock.now().add({ seconds }), payload: {} };
  await platform.table.transact([scheduleTimer({ tenant, clock: platform.clock }, order).write], key.padEnd(10, '0'));
};

const sweep = async (...tenants: readonly TenantContext[]) => {
  const counted: number[] = [];
  platform.sent.messages.length = 0;
  await sweepTimers({
    tenants: {
      each: async (visit) => {
        for (const tenant of tenants) await visit(tenant);
      },
    },
    timers: dynamoTimerStore(platform.table),
    queues: platform.queues,
    meter: { ...platform.meter, count: (_, amount) => void counted.push(amount) },
    clockOf: (tenant) => tenantClock(platform.table, tenant, platform.clock),
  })();
  return { keys: platform.sent.messages.map(({ body }) => (JSON.parse(body) as { key: string }).key), counted };
};

describe('sweepTimers', () => {
  it('sends what is overdue by two minutes to the dispatcher and counts it', async () => {
    const tenant = await platform.tenant();
    await set(tenant, 'long-overdue', -300);
    await set(tenant, 'just-due', -60);
    await set(tenant, 'to-come', 600);
    expect(await sweep(tenant)).toEqual({ keys: ['long-overdue'], counted: [1] });
  });

  it("judges by each tenant's own clock", async () => {
    const [ahead, onTime] = [await platform.tenant(), await platform.tenant()];
    await platform.table.write({ kind: 'put', item: clockItem.encode(clockKey(ahead), { offsetSeconds: 3_600 }) });
    await set(ahead, 'ahead-due', 600);
    await set(onTime, 'not-due', 600);
    expect((await sweep(ahead, onTime)).keys).toEqual(['ahead-due']);
  });

  it('judges timers on real time by real time, whatever the tenant’s clock says', async () => {
    const ahead = await platform.tenant();
    await platform.table.write({ kind: 'put', item: clockItem.encode(clockKey(ahead), { offsetSeconds: 86_400 }) });
    for (const [key, seconds] of [
      ['real-overdue', -300],
      ['real-to-come', 600],
    ] as const) {
      const clock = await tenantClock(platform.table, ahead, platform.clock);
      const dueAt = platform.clock.now().add({ seconds });
      const order = { operation: 'retryDelivery', key, dueAt, realTime: true, payload: {} } as const;
      await platform.table.transact([scheduleTimer({ tenant: ahead, clock }, order).write], key.padEnd(12, '0'));
    }
    expect(await sweep(ahead)).toEqual({ keys: ['real-overdue'], counted: [1] });
  });

  it('counts nothing when nothing is overdue', async () => {
    expect(await sweep(await platform.tenant())).toEqual({ keys: [], counted: [] });
  });
});
