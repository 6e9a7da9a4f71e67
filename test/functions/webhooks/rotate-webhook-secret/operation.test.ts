import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { toTimestamp } from '../../../../functions/kernel/time/clock.ts';
import { liveSecrets } from '../../../../functions/webhooks/domain/webhook-endpoint.ts';
import { dynamoEndpointDirectory } from '../../../../functions/webhooks/infrastructure/dynamo-endpoint-store.ts';
import { jweSecretVault } from '../../../../functions/kernel/outbound/jwe-secret-vault.ts';
import { rotateWebhookSecret } from '../../../../functions/webhooks/rotate-webhook-secret/declaration.ts';
import { wire } from '../../../../functions/webhooks/rotate-webhook-secret/handler.ts';
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

const rotate = (endpointId: string, idempotencyKey: string = randomUUID()) =>
  call(wire(platform), rotateWebhookSecret, { as: { tenant }, params: { endpointId }, idempotencyKey });

const signing = async (endpointId: string): Promise<readonly string[]> => {
  const endpoint = await dynamoEndpointDirectory(platform.table).find(tenant, endpointId);
  const vault = jweSecretVault(platform.messageKeys);
  const sealed = endpoint === undefined ? [] : liveSecrets(endpoint, platform.clock.now());
  return Promise.all(sealed.map((secret) => vault.open(endpointId, secret)));
};

describe('rotateWebhookSecret', () => {
  itRefusesBadRequests({
    declaration: rotateWebhookSecret,
    handler: () => wire(platform),
    valid: async () => ({ as: { tenant }, params: { endpointId: (await givenEndpoint(platform, tenant)).endpointId } }),
  });

  it('lets the secret before sign too for 24 hours of real time', async () => {
    const { endpointId, secret } = await givenEndpoint(platform, tenant);
    const { status, body } = await rotate(endpointId);
    expect(status).toBe(200);
    expect(body.previousSecretExpiresAt).toBe(toTimestamp(platform.clock.now().add({ hours: 24 })));
    expect(await signing(endpointId)).toEqual([body.secret, secret]);
    platform.clock.advance({ hours: 24 });
    expect(await signing(endpointId)).toEqual([body.secret]);
  });

  it('never has more than two secrets: rotated again, the oldest stops at once', async () => {
    const { endpointId, secret } = await givenEndpoint(platform, tenant);
    const second = (await rotate(endpointId)).body.secret;
    const third = (await rotate(endpointId)).body.secret;
    expect(await signing(endpointId)).toEqual([third, second]);
    expect(await signing(endpointId)).not.toContain(secret);
  });

  it('shows the secret once: a repeat has null and makes no other', async () => {
    const { endpointId } = await givenEndpoint(platform, tenant);
    const key = randomUUID();
    const first = await rotate(endpointId, key);
    expect((await rotate(endpointId, key)).body).toEqual({ ...first.body, secret: null });
    expect((await signing(endpointId))[0]).toBe(first.body.secret);
  });

  it('does not find another tenant’s endpoint', async () => {
    const stranger = await platform.tenant();
    const { endpointId } = await givenEndpoint(platform, stranger);
    expect((await rotate(endpointId)).body.code).toBe('webhook_endpoint_not_found');
  });
});
