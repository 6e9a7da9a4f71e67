import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliver } from '../../../support/trigger.ts';
import {
  accountOf,
  bound,
  hear,
  keptAs,
  listening,
  queuedPayment,
  webhook,
  workerOf,
} from '../given-payment-events.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let owner: ReturnType<typeof listening>;
let worker: ReturnType<typeof workerOf>;
let counted: string[];
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());
beforeEach(async () => {
  tenant = await platform.tenant();
  owner = listening();
  counted = [];
  const meter = { ...platform.meter, count: (name: string) => void counted.push(name) };
  worker = workerOf({ ...platform, meter }, owner.signals);
});

const captured = (orderId: string, more: Readonly<Record<string, unknown>> = {}) =>
  webhook('payment.captured', { payment: { id: 'pay_1', order_id: orderId, status: 'captured', ...more } });

describe('processPaymentEvent and whose account it was', () => {
  it('acts on an event from the owner’s account', async () => {
    const { reference } = await bound(platform, tenant, { kind: 'order' });
    await hear(worker, { ...captured(reference), account_id: accountOf(tenant) });
    expect(owner.heard).toHaveLength(1);
  });

  it('I9 quarantines an event from another account, apart from both tenants, and says so', async () => {
    const other = await platform.tenant();
    const { reference } = await bound(platform, tenant, { kind: 'order' });
    expect(await hear(worker, { ...captured(reference), account_id: accountOf(other) }, 'evt-foreign')).toBe(true);
    const [item, ...others] = await keptAs(platform, 'evt-foreign');
    expect([item?.['state'], others]).toEqual(['quarantined', []]);
    expect(String(item?.['pk'])).toMatch(/^PLATFORM#INBOUND#/u);
    expect([owner.heard, counted]).toEqual([[], ['event_quarantined']]);
    const lines = platform.logLines().filter((line) => line.includes('payment_event_foreign'));
    expect(lines.at(-1)).toContain(tenant.tenantId);
  });

  it('takes an event out of quarantine when an engineer sends it again, once', async () => {
    const { reference, resourceId } = await bound(platform, tenant, { kind: 'order' });
    const body = JSON.stringify({ ...captured(reference), account_id: 'acc_moved' });
    await hear(worker, body, 'evt-replay');
    const repaired = workerOf(platform, owner.signals, async () => 'acc_moved');
    const message = queuedPayment(body, 'evt-replay');
    for (const _turn of [1, 2]) expect(await deliver(repaired, { ...message, replay: true })).toBe(true);
    expect(owner.heard).toMatchObject([{ resourceId }]);
    expect((await keptAs(platform, 'evt-replay')).map((item) => item['state'])).toEqual(['applied', 'applied']);
  });

  it('does not look at the account of a tenant whose account nobody noted', async () => {
    const { reference } = await bound(platform, tenant, { kind: 'order' });
    const unnoted = workerOf(platform, owner.signals, async () => undefined);
    await hear(unnoted, { ...captured(reference), account_id: 'acc_any' });
    expect(owner.heard).toHaveLength(1);
  });
});
