import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { dynamoHealthLog } from '../../../../functions/webhooks/infrastructure/dynamo-health-log.ts';
import { updateWebhookEndpoint } from '../../../../functions/webhooks/update-webhook-endpoint/declaration.ts';
import { wire } from '../../../../functions/webhooks/update-webhook-endpoint/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { givenEndpoint } from '../given-endpoints.ts';

let platform: TestPlatform;
let tenant: TenantContext;
beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const update = (endpointId: string, body: unknown, as: TenantContext = tenant) =>
  call(wire(platform), updateWebhookEndpoint, { as: { tenant: as }, params: { endpointId }, body });

const recordsOf = async (endpointId: string) =>
  (await platform.items()).filter((item) => item['item'] === 'record' && item['resourceId'] === endpointId);

describe('updateWebhookEndpoint', () => {
  itRefusesBadRequests({
    declaration: updateWebhookEndpoint,
    handler: () => wire(platform),
    valid: async () => {
      const owner = await platform.tenant();
      const { endpointId } = await givenEndpoint(platform, owner);
      return { as: { tenant: owner }, params: { endpointId }, body: { eventTypes: ['card.*'] } };
    },
    malformed: { url: 'nowhere', eventTypes: [], status: 'degraded' },
  });

  it('changes what is named and keeps the rest, and tells which members changed but not the URL', async () => {
    const { endpointId } = await givenEndpoint(platform, tenant, { eventTypes: ['card.*'] });
    const { status, body } = await update(endpointId, { url: 'https://other.example.com/hook' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ url: 'https://other.example.com/hook', eventTypes: ['card.*'], status: 'enabled' });
    const [, changed] = await recordsOf(endpointId);
    expect(changed).toMatchObject({ type: 'webhook_endpoint.updated', sequence: 2n });
    expect(JSON.parse(String(changed?.['data']))).toEqual({
      endpointId,
      status: 'enabled',
      eventTypes: ['card.*'],
      changed: ['url'],
    });
  });

  it('disables and enables, and a second time changes nothing', async () => {
    const { endpointId } = await givenEndpoint(platform, tenant);
    expect((await update(endpointId, { status: 'disabled' })).body).toMatchObject({
      status: 'disabled',
      disabledReason: 'by_tenant',
    });
    await update(endpointId, { status: 'disabled' });
    expect((await update(endpointId, { status: 'enabled' })).body).toMatchObject({
      status: 'enabled',
      disabledReason: null,
    });
    expect(await recordsOf(endpointId)).toHaveLength(3);
  });

  it('forgets the run of failures when the endpoint is enabled again', async () => {
    const { endpointId } = await givenEndpoint(platform, tenant);
    const health = dynamoHealthLog(platform.table);
    await health.noteFailure(tenant, endpointId, { at: platform.clock.now() });
    await update(endpointId, { status: 'disabled' });
    await update(endpointId, { status: 'enabled' });
    expect(await health.read(tenant, endpointId)).toEqual({});
  });

  it('refuses a URL that the platform may not call and changes nothing', async () => {
    const { endpointId } = await givenEndpoint(platform, tenant);
    const { status, body } = await update(endpointId, { url: 'https://192.168.0.1/' });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(await recordsOf(endpointId)).toHaveLength(1);
  });

  it('refuses a change of nothing', async () => {
    const { endpointId } = await givenEndpoint(platform, tenant);
    expect((await update(endpointId, {})).body.code).toBe('validation_failed');
  });

  it('does not find another tenant’s endpoint', async () => {
    const { endpointId } = await givenEndpoint(platform, tenant);
    const { status, body } = await update(endpointId, { status: 'disabled' }, await platform.tenant());
    expect([status, body.code]).toEqual([404, 'webhook_endpoint_not_found']);
  });
});
