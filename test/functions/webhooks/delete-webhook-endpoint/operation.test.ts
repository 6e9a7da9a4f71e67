import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteWebhookEndpoint } from '../../../../functions/webhooks/delete-webhook-endpoint/declaration.ts';
import { wire } from '../../../../functions/webhooks/delete-webhook-endpoint/handler.ts';
import { dynamoEndpointDirectory } from '../../../../functions/webhooks/infrastructure/dynamo-endpoint-store.ts';
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

describe('deleteWebhookEndpoint', () => {
  itRefusesBadRequests({
    declaration: deleteWebhookEndpoint,
    handler: () => wire(platform),
    valid: async () => {
      const tenant = await platform.tenant();
      return { as: { tenant }, params: { endpointId: (await givenEndpoint(platform, tenant)).endpointId } };
    },
  });

  it('takes the endpoint away for good and keeps its history', async () => {
    const tenant = await platform.tenant();
    const { endpointId } = await givenEndpoint(platform, tenant);
    const request = { as: { tenant }, params: { endpointId } };
    const { status, body } = await call(wire(platform), deleteWebhookEndpoint, request);
    expect([status, body]).toEqual([204, undefined]);
    expect(await dynamoEndpointDirectory(platform.table).all(tenant)).toEqual([]);
    expect((await call(wire(platform), deleteWebhookEndpoint, request)).status).toBe(204);
    const records = (await platform.items()).filter(
      (item) => item['item'] === 'record' && item['resourceId'] === endpointId,
    );
    expect(records.map((item) => item['type']).toSorted()).toEqual([
      'webhook_endpoint.created',
      'webhook_endpoint.deleted',
    ]);
  });

  it('does not find an endpoint that never was', async () => {
    const tenant = await platform.tenant();
    const request = { as: { tenant }, params: { endpointId: platform.ids.next('whe', tenant) } };
    expect((await call(wire(platform), deleteWebhookEndpoint, request)).body.code).toBe('webhook_endpoint_not_found');
  });

  it('does not find another tenant’s endpoint, which stays', async () => {
    const tenant = await platform.tenant();
    const { endpointId } = await givenEndpoint(platform, tenant);
    const stranger = { as: { tenant: await platform.tenant() }, params: { endpointId } };
    expect((await call(wire(platform), deleteWebhookEndpoint, stranger)).status).toBe(404);
    expect(await dynamoEndpointDirectory(platform.table).all(tenant)).toHaveLength(1);
  });
});
