import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/ingress/process-payment-event/handler.ts';
import { wire as wirePoller } from '../../../../functions/recovery/poll-payments/handler.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { noContext } from '../../../support/trigger.ts';
import { bound, hear, keptAs, webhook } from '../given-payment-events.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({
    ISSUER_SANDBOX_URL: 'http://127.0.0.1:9',
    RAZORPAY_BASE_URL: 'http://127.0.0.1:9',
  });
});
afterAll(() => platform.stop());

describe('processPaymentEvent as it is deployed', () => {
  it.each(['mdt', 'dbt', 'pmt'] as const)('asks the subdomain of a %s_, which does not find it', async (prefix) => {
    const tenant = await platform.tenant();
    const { reference } = await bound(platform, tenant, { kind: 'order', prefix });
    const event = webhook('payment.captured', { payment: { id: 'pay_1', order_id: reference } });
    expect(await hear(wire(platform), event, `evt-${prefix}`)).toBe(false);
    expect(await keptAs(platform, `evt-${prefix}`)).toMatchObject([{ state: 'received' }]);
  });

  it('quarantines an event from an account that is not the sandbox program’s', async () => {
    const tenant = await platform.tenant();
    const { reference } = await bound(platform, tenant, { kind: 'order' });
    const event = webhook('order.paid', { order: { id: reference } }, { account_id: 'acc_other' });
    expect(await hear(wire(platform), event, 'evt-account')).toBe(true);
    expect(await keptAs(platform, 'evt-account')).toMatchObject([{ state: 'quarantined' }]);
  });

  it('has a poller beside it that goes over all tenants', async () => {
    await expect(wirePoller(platform)({}, noContext)).resolves.toBeUndefined();
  });
});
