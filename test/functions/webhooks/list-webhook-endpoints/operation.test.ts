import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listWebhookEndpoints } from '../../../../functions/webhooks/list-webhook-endpoints/declaration.ts';
import { wire } from '../../../../functions/webhooks/list-webhook-endpoints/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { givenEndpoint } from '../given-endpoints.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

describe('listWebhookEndpoints', () => {
  itRefusesBadRequests({
    declaration: listWebhookEndpoints,
    handler: () => wire(platform),
    valid: async () => ({ as: { tenant: await platform.tenant() } }),
  });

  it('lists the tenant’s endpoints oldest first, page by page, without secrets', async () => {
    const tenant = await platform.tenant();
    const made = [];
    for (let count = 0; count < 3; count += 1) made.push((await givenEndpoint(platform, tenant)).endpointId);
    const list = (query: Record<string, string>) =>
      call(wire(platform), listWebhookEndpoints, { as: { tenant }, query });
    const first = await list({ limit: '2' });
    const second = await list({ limit: '2', cursor: first.body.nextCursor });
    const rows = [...first.body.data, ...second.body.data] as { endpointId: string }[];
    expect(rows.map(({ endpointId }) => endpointId)).toEqual(made);
    expect(second.body.nextCursor).toBeNull();
    expect(JSON.stringify(rows)).not.toMatch(/secret|sealed/);
  });

  it('shows no other tenant’s endpoints', async () => {
    await givenEndpoint(platform, await platform.tenant());
    const { body } = await call(wire(platform), listWebhookEndpoints, { as: { tenant: await platform.tenant() } });
    expect(body).toEqual({ data: [], nextCursor: null });
  });

  it('refuses a cursor that another tenant was given', async () => {
    const tenant = await platform.tenant();
    for (let count = 0; count < 2; count += 1) await givenEndpoint(platform, tenant);
    const page = await call(wire(platform), listWebhookEndpoints, { as: { tenant }, query: { limit: '1' } });
    const query = { cursor: page.body.nextCursor as string };
    const { body } = await call(wire(platform), listWebhookEndpoints, {
      as: { tenant: await platform.tenant() },
      query,
    });
    expect(body.code).toBe('cursor_invalid');
  });
});
