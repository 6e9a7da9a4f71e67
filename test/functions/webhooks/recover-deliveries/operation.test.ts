import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import { clockItem, clockKey } from '../../../../functions/kernel/time/tenant-clock.ts';
import { recoverDeliveries } from '../../../../functions/webhooks/recover-deliveries/declaration.ts';
import { wire } from '../../../../functions/webhooks/recover-deliveries/handler.ts';
import { updateWebhookEndpoint } from '../../../../functions/webhooks/update-webhook-endpoint/declaration.ts';
import { wire as updateWire } from '../../../../functions/webhooks/update-webhook-endpoint/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { timersOf } from '../given-deliveries.ts';
import { givenEndpoint } from '../given-endpoints.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const ago = (hours: number): string => toTimestamp(platform.clock.now().subtract({ hours }));

const recover = (tenant: TenantContext, endpointId: string, since: string) =>
  call(wire(platform), recoverDeliveries, { as: { tenant }, params: { endpointId }, body: { since } });

describe('recoverDeliveries', () => {
  itRefusesBadRequests({
    declaration: recoverDeliveries,
    handler: () => wire(platform),
    valid: async () => {
      const tenant = await platform.tenant();
      const { endpointId } = await givenEndpoint(platform, tenant);
      return { as: { tenant }, params: { endpointId }, body: { since: ago(1) } };
    },
    required: ['since'],
    malformed: { since: 'yesterday' },
  });

  it('sets a timer on real time that is due now, one per endpoint', async () => {
    const tenant = await platform.tenant();
    const { endpointId } = await givenEndpoint(platform, tenant);
    await recover(tenant, endpointId, ago(5));
    const { status, body } = await recover(tenant, endpointId, ago(1));
    expect([status, body]).toEqual([202, { endpointId, since: ago(1) }]);
    const timers = await timersOf(platform, tenant);
    expect(timers).toMatchObject([{ operation: 'continueRecovery', key: endpointId, realTime: true }]);
    expect(timers[0]?.dueAt.epochMilliseconds).toBe(platform.clock.now().epochMilliseconds);
    expect(timers[0]?.payload).toContain(ago(1));
  });

  it.each([
    ['ahead of now', -1],
    ['more than 30 days back', 30 * 24 + 1],
  ])('refuses an instant %s', async (_, hours) => {
    const tenant = await platform.tenant();
    const { endpointId } = await givenEndpoint(platform, tenant);
    const { status, body } = await recover(tenant, endpointId, ago(hours));
    expect([status, body.code, body.invalidFields[0].path]).toEqual([400, 'validation_failed', 'since']);
    expect(await timersOf(platform, tenant)).toEqual([]);
  });

  it('takes the instant in the tenant’s business time', async () => {
    const tenant = await platform.tenant();
    const { endpointId } = await givenEndpoint(platform, tenant);
    await platform.table.write({ kind: 'put', item: clockItem.encode(clockKey(tenant), { offsetSeconds: 7_200 }) });
    expect((await recover(tenant, endpointId, ago(-1))).status).toBe(202);
  });

  it('refuses a disabled endpoint', async () => {
    const tenant = await platform.tenant();
    const { endpointId } = await givenEndpoint(platform, tenant);
    const body = { status: 'disabled' };
    await call(updateWire(platform), updateWebhookEndpoint, { as: { tenant }, params: { endpointId }, body });
    expect((await recover(tenant, endpointId, ago(1))).body.code).toBe('invalid_state');
  });

  it('does not find another tenant’s endpoint', async () => {
    const { endpointId } = await givenEndpoint(platform, await platform.tenant());
    expect((await recover(await platform.tenant(), endpointId, ago(1))).body.code).toBe('webhook_endpoint_not_found');
  });
});
