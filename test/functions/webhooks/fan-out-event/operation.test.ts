import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { wire } from '../../../../functions/webhooks/fan-out-event/handler.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { deliver } from '../../../support/trigger.ts';
import { deliveryOf, fanOut, givenEvent, takeMessages } from '../given-deliveries.ts';
import { givenEndpoint } from '../given-endpoints.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const receiversOf = (messages: readonly string[]): string[] =>
  messages.map((message) => (JSON.parse(message) as { endpointId: string }).endpointId).toSorted();

const endpointsFor = async (tenant: TenantContext, ...wishes: readonly string[][]): Promise<string[]> => {
  const made = [];
  for (const eventTypes of wishes) made.push((await givenEndpoint(platform, tenant, { eventTypes })).endpointId);
  return made;
};

describe('fanOutEvent', () => {
  it.each([
    [['customer.created'], true],
    [['customer.*'], true],
    [['*'], true],
    [['card.*', 'customer.created'], true],
    [['card.*'], false],
    [['customer.updated'], false],
    [['customers.*'], false],
  ])('sends customer.created to who wants %j: %s', async (eventTypes, wanted) => {
    const tenant = await platform.tenant();
    const [endpointId] = await endpointsFor(tenant, eventTypes);
    const event = await givenEvent(platform, tenant);
    expect(await fanOut(platform, event)).toBe(true);
    expect(receiversOf(takeMessages(platform))).toEqual(wanted ? [endpointId] : []);
  });

  it('opens one delivery per endpoint, with one message each in the tenant’s share of the queue', async () => {
    const tenant = await platform.tenant();
    const made = await endpointsFor(tenant, ['*'], ['customer.*'], ['card.*']);
    const event = await givenEvent(platform, tenant);
    await fanOut(platform, event);
    expect(platform.sent.messages.map(({ group }) => group)).toEqual([tenant.tenantId, tenant.tenantId]);
    expect(receiversOf(takeMessages(platform))).toEqual(made.slice(0, 2).toSorted());
    expect(await deliveryOf(platform, tenant, { endpointId: made[0] ?? '', eventId: event.id })).toMatchObject({
      status: 'pending',
      round: 1,
      eventType: 'customer.created',
      attempts: [],
    });
  });

  it('I3 delivered twice by the bus, an event has one delivery', async () => {
    const tenant = await platform.tenant();
    const [endpointId = ''] = await endpointsFor(tenant, ['*']);
    const event = await givenEvent(platform, tenant);
    await fanOut(platform, event);
    const first = await deliveryOf(platform, tenant, { endpointId, eventId: event.id });
    await Promise.all([fanOut(platform, event), fanOut(platform, event)]);
    expect(await deliveryOf(platform, tenant, { endpointId, eventId: event.id })).toEqual(first);
    const stored = (await platform.items()).filter((item) => item['eventId'] === event.id);
    expect(stored.filter((item) => item['item'] === 'webhook_delivery')).toHaveLength(1);
    platform.sent.messages.length = 0;
  });

  it('sends nothing to other tenants’ endpoints', async () => {
    const tenant = await platform.tenant();
    await endpointsFor(await platform.tenant(), ['*']);
    await fanOut(platform, await givenEvent(platform, tenant));
    expect(takeMessages(platform)).toEqual([]);
  });

  it('leaves a message that is no event to the dead-letter queue', async () => {
    expect(await deliver(wire(platform), { detail: { id: 'evt_1' } })).toBe(false);
  });
});
