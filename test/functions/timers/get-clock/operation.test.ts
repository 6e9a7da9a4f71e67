import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getClock } from '../../../../functions/timers/get-clock/declaration.ts';
import { wire } from '../../../../functions/timers/get-clock/handler.ts';
import { clockItem, clockKey } from '../../../../functions/kernel/time/tenant-clock.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

describe('getClock', () => {
  itRefusesBadRequests({
    declaration: getClock,
    handler: () => wire(platform),
    valid: async () => ({ as: { tenant: await platform.tenant() } }),
  });

  it('tells real time until the clock is advanced, and real time plus the offset after', async () => {
    const tenant = await platform.tenant();
    const first = await call(wire(platform), getClock, { as: { tenant } });
    expect(first.body.now).toBe('2026-11-21T06:30:00.000Z');
    const item = clockItem.encode(clockKey(tenant), { offsetSeconds: 86_400 });
    await platform.table.write({ kind: 'put', item });
    const second = await call(wire(platform), getClock, { as: { tenant } });
    expect(second.body.now).toBe('2026-11-22T06:30:00.000Z');
  });
});
