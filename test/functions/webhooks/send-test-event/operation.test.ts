import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { envelopeOf, recordItem } from '../../../../functions/kernel/events/record-item.ts';
import { sendTestEvent } from '../../../../functions/webhooks/send-test-event/declaration.ts';
import { wire } from '../../../../functions/webhooks/send-test-event/handler.ts';
import { updateWebhookEndpoint } from '../../../../functions/webhooks/update-webhook-endpoint/declaration.ts';
import { wire as updateWire } from '../../../../functions/webhooks/update-webhook-endpoint/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliveryOf, fanOut, takeMessages } from '../given-deliveries.ts';
import { givenEndpoint } from '../given-endpoints.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

describe('sendTestEvent', () => {
  itRefusesBadRequests({
    declaration: sendTestEvent,
    handler: () => wire(platform),
    valid: async () => {
      const tenant = await platform.tenant();
      return { as: { tenant }, params: { endpointId: (await givenEndpoint(platform, tenant)).endpointId } };
    },
  });

  it('makes an event that goes to this endpoint alone, whatever it and others asked for', async () => {
    const tenant = await platform.tenant();
    const { endpointId } = await givenEndpoint(platform, tenant, { eventTypes: ['card.locked'] });
    await givenEndpoint(platform, tenant, { eventTypes: ['*'] });
    const { status, body } = await call(wire(platform), sendTestEvent, { as: { tenant }, params: { endpointId } });
    expect(status).toBe(202);
    const item = (await platform.items()).find((one) => one['item'] === 'record' && one['eventId'] === body.eventId);
    const event = envelopeOf(recordItem.decode(item ?? {}));
    expect(event).toMatchObject({ type: 'webhook_endpoint.tested', resource: { id: endpointId }, sequence: 2 });
    await fanOut(platform, event);
    expect(takeMessages(platform)).toEqual([JSON.stringify({ tenantId: tenant.tenantId, endpointId, event })]);
    expect(await deliveryOf(platform, tenant, { endpointId, eventId: event.id })).toMatchObject({ status: 'pending' });
  });

  it('refuses a disabled endpoint', async () => {
    const tenant = await platform.tenant();
    const params = { endpointId: (await givenEndpoint(platform, tenant)).endpointId };
    await call(updateWire(platform), updateWebhookEndpoint, { as: { tenant }, params, body: { status: 'disabled' } });
    const { status, body } = await call(wire(platform), sendTestEvent, { as: { tenant }, params });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('does not find another tenant’s endpoint', async () => {
    const { endpointId } = await givenEndpoint(platform, await platform.tenant());
    const as = { tenant: await platform.tenant() };
    const { body } = await call(wire(platform), sendTestEvent, { as, params: { endpointId } });
    expect(body.code).toBe('webhook_endpoint_not_found');
  });
});
