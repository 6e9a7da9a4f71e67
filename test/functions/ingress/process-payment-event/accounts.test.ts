import { describe, expect, it } from 'vitest';
import { deliver } from '../../../support/trigger.ts';
import {
  accountOf,
  bound,
  captured,
  hear,
  keptAs,
  queuedPayment,
  useWorker,
  workerOf,
} from '../given-payment-events.ts';

const given = useWorker();

describe('processPaymentEvent and whose account it was', () => {
  it('acts on an event from the owner’s account', async () => {
    const { reference } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    await hear(given.now.worker, { ...captured(reference), account_id: accountOf(given.now.tenant) });
    expect(given.now.owner.heard).toHaveLength(1);
  });

  it('I9 quarantines an event from another account, apart from both tenants, and says so', async () => {
    const other = await given.platform.tenant();
    const { reference } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    expect(await hear(given.now.worker, { ...captured(reference), account_id: accountOf(other) }, 'evt-foreign')).toBe(
      true,
    );
    const [item, ...others] = await keptAs(given.platform, 'evt-foreign');
    expect([item?.['state'], others]).toEqual(['quarantined', []]);
    expect(String(item?.['pk'])).toMatch(/^PLATFORM#INBOUND#/u);
    expect([given.now.owner.heard, given.now.counted]).toEqual([[], ['event_quarantined']]);
    const lines = given.platform.logLines().filter((line) => line.includes('payment_event_foreign'));
    expect(lines.at(-1)).toContain(given.now.tenant.tenantId);
  });

  it('takes an event out of quarantine when an engineer sends it again, once', async () => {
    const { reference, resourceId } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    const body = JSON.stringify({ ...captured(reference), account_id: 'acc_moved' });
    await hear(given.now.worker, body, 'evt-replay');
    const repaired = workerOf(given.platform, given.now.owner.signals, async () => 'acc_moved');
    const message = queuedPayment(body, 'evt-replay');
    for (const _turn of [1, 2]) expect(await deliver(repaired, { ...message, replay: true })).toBe(true);
    expect(given.now.owner.heard).toMatchObject([{ resourceId }]);
    expect((await keptAs(given.platform, 'evt-replay')).map((item) => item['state'])).toEqual(['applied', 'applied']);
  });

  it('does not look at the account of a tenant whose account nobody noted', async () => {
    const { reference } = await bound(given.platform, given.now.tenant, { kind: 'order' });
    const unnoted = workerOf(given.platform, given.now.owner.signals, async () => undefined);
    await hear(unnoted, { ...captured(reference), account_id: 'acc_any' });
    expect(given.now.owner.heard).toHaveLength(1);
  });
});
