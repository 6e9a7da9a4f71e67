import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDeliveries } from '../../../../functions/webhooks/list-deliveries/declaration.ts';
import { wire } from '../../../../functions/webhooks/list-deliveries/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { startReceiver } from '../../../support/webhook-receiver.ts';
import { fanOut, givenEvent, work } from '../given-deliveries.ts';
import { givenEndpoint, loopback } from '../given-endpoints.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform(loopback);
});
afterAll(() => platform.stop());

const list = (as: Parameters<typeof call>[2]['as'], endpointId: string, query: Record<string, string> = {}) =>
  call(wire(platform), listDeliveries, { as, params: { endpointId }, query });

describe('listDeliveries', () => {
  itRefusesBadRequests({
    declaration: listDeliveries,
    handler: () => wire(platform),
    valid: async () => {
      const tenant = await platform.tenant();
      return { as: { tenant }, params: { endpointId: (await givenEndpoint(platform, tenant)).endpointId } };
    },
  });

  it('lists what was sent, newest first, with status, latency and instant of each attempt and no body', async () => {
    const receiver = await startReceiver();
    const tenant = await platform.tenant();
    const { endpointId } = await givenEndpoint(platform, tenant, { url: receiver.url });
    const events = [await givenEvent(platform, tenant), await givenEvent(platform, tenant)];
    for (const event of events) await fanOut(platform, event);
    await work(platform);
    await receiver.stop();
    const third = await givenEvent(platform, tenant);
    await fanOut(platform, third);
    await work(platform);
    const { status, body } = await list({ tenant }, endpointId, { limit: '2' });
    const rest = await list({ tenant }, endpointId, { limit: '2', cursor: body.nextCursor });
    const rows = [...body.data, ...rest.body.data] as { eventId: string; status: string; attempts: unknown[] }[];
    expect(status).toBe(200);
    expect(rows.map(({ eventId }) => eventId)).toEqual([third.id, events[1]?.id, events[0]?.id]);
    expect(rows.map((row) => row.status)).toEqual(['retry_wait', 'succeeded', 'succeeded']);
    const at = platform.clock.now().toString({ fractionalSecondDigits: 3 });
    expect(rows[0]?.attempts).toEqual([{ at, outcome: 'unreachable', status: null, latencyMs: 0 }]);
    expect(rows[2]?.attempts).toEqual([{ at, outcome: 'succeeded', status: 204, latencyMs: 0 }]);
  });

  it('does not find another tenant’s endpoint', async () => {
    const { endpointId } = await givenEndpoint(platform, await platform.tenant());
    const { status, body } = await list({ tenant: await platform.tenant() }, endpointId);
    expect([status, body.code]).toEqual([404, 'webhook_endpoint_not_found']);
  });
});
