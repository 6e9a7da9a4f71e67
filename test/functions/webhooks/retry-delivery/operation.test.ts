import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/webhooks/retry-delivery/handler.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { noContext } from '../../../support/trigger.ts';
import { givenEvent, takeMessages } from '../given-deliveries.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

describe('retryDelivery', () => {
  it('hands the event, as it was published, to the workers in the tenant’s share of the queue', async () => {
    const tenant = await platform.tenant();
    const event = await givenEvent(platform, tenant);
    const { tenantId } = tenant;
    await wire(platform)({ tenantId, payload: { endpointId: 'whe_1', eventId: event.id } }, noContext);
    expect(platform.sent.messages).toMatchObject([{ queue: 'webhook-deliveries', group: tenantId }]);
    expect(takeMessages(platform)).toEqual([JSON.stringify({ tenantId, endpointId: 'whe_1', event })]);
  });

  it('fails, so that its timer stays, for an event that the log does not have', async () => {
    const [tenant, other] = [await platform.tenant(), await platform.tenant()];
    const { id: eventId } = await givenEvent(platform, other);
    const payload = { endpointId: 'whe_1', eventId };
    await expect(wire(platform)({ tenantId: tenant.tenantId, payload }, noContext)).rejects.toThrow('not in the log');
    expect(takeMessages(platform)).toEqual([]);
  });
});
