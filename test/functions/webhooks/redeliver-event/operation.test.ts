import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { redeliverEvent } from '../../../../functions/webhooks/redeliver-event/declaration.ts';
import { wire } from '../../../../functions/webhooks/redeliver-event/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { WebhookReceiver } from '../../../support/webhook-receiver.ts';
import { startReceiver } from '../../../support/webhook-receiver.ts';
import { deliveryOf, fanOut, fireTimer, givenEvent, nextAttempt, timersOf, work } from '../given-deliveries.ts';
import { givenEndpoint, loopback } from '../given-endpoints.ts';

let platform: TestPlatform;
let receiver: WebhookReceiver;
let tenant: TenantContext;
let endpointId: string;
beforeAll(async () => {
  platform = await startTestPlatform(loopback);
});
afterAll(() => platform.stop());
beforeEach(async () => {
  receiver = await startReceiver();
  tenant = await platform.tenant();
  ({ endpointId } = await givenEndpoint(platform, tenant, { url: receiver.url, eventTypes: ['customer.*'] }));
  platform.sent.messages.length = 0;
  return () => receiver.stop();
});

const redeliver = (eventId: string, as: TenantContext = tenant) =>
  call(wire(platform), redeliverEvent, { as: { tenant: as }, params: { eventId } });

describe('redeliverEvent', () => {
  itRefusesBadRequests({
    declaration: redeliverEvent,
    handler: () => wire(platform),
    valid: async () => ({ as: { tenant }, params: { eventId: (await givenEvent(platform, tenant)).id } }),
  });

  it('sends a delivered event again, under the same webhook-id and in the same delivery', async () => {
    const event = await givenEvent(platform, tenant);
    await fanOut(platform, event);
    await work(platform);
    const before = await deliveryOf(platform, tenant, { endpointId, eventId: event.id });
    const { status, body } = await redeliver(event.id);
    expect(status).toBe(202);
    expect(body).toEqual({ eventId: event.id, deliveries: [{ deliveryId: before?.deliveryId, endpointId }] });
    await nextAttempt(platform, tenant);
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([event.id, event.id]);
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
    expect(await deliveryOf(platform, tenant, { endpointId, eventId: event.id })).toMatchObject({
      deliveryId: before?.deliveryId,
      status: 'succeeded',
      round: 2,
      attempts: [{ outcome: 'succeeded' }, { outcome: 'succeeded' }],
    });
  });

  it('gives an exhausted delivery all its attempts again, and may exhaust it a second time with a second event', async () => {
    receiver.answer({ status: 500 });
    const event = await givenEvent(platform, tenant);
    await fanOut(platform, event);
    await work(platform);
    const exhaust = async (): Promise<void> => {
      while ((await deliveryOf(platform, tenant, { endpointId, eventId: event.id }))?.status !== 'exhausted') {
        const due = (await timersOf(platform, tenant)).find(({ operation }) => operation === 'retryDelivery');
        if (due === undefined) throw new Error('no retry is set');
        await fireTimer(platform, due);
        await work(platform);
      }
    };
    await exhaust();
    await redeliver(event.id);
    await exhaust();
    const delivery = await deliveryOf(platform, tenant, { endpointId, eventId: event.id });
    expect(delivery).toMatchObject({ round: 2, tries: 8, exhaustions: 2 });
    const records = (await platform.items()).filter((item) => item['resourceId'] === delivery?.deliveryId);
    expect(records.filter((item) => item['item'] === 'record').map((item) => item['sequence'])).toEqual([1n, 2n]);
  });

  it('delivers an event that no endpoint had when it was made', async () => {
    const event = await givenEvent(platform, tenant);
    await redeliver(event.id);
    await nextAttempt(platform, tenant);
    expect(receiver.received[0]?.headers['webhook-id']).toBe(event.id);
  });

  it('begins nothing for an event that nobody wants', async () => {
    const event = await givenEvent(platform, tenant, 'card.locked');
    expect((await redeliver(event.id)).body).toEqual({ eventId: event.id, deliveries: [] });
    expect(await timersOf(platform, tenant)).toEqual([]);
  });

  it('does not find another tenant’s event', async () => {
    const { id } = await givenEvent(platform, tenant);
    const { status, body } = await redeliver(id, await platform.tenant());
    expect([status, body.code]).toEqual([404, 'event_not_found']);
  });
});
