import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { createWebhookEndpoint } from '../../../../functions/webhooks/create-webhook-endpoint/declaration.ts';
import { wire } from '../../../../functions/webhooks/create-webhook-endpoint/handler.ts';
import { jweSecretVault } from '../../../../functions/kernel/outbound/jwe-secret-vault.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;
beforeAll(async () => {
  platform = await startTestPlatform({ WEBHOOK_LOOPBACK: 'refuse' });
  handler = wire(platform);
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const wish = { url: 'https://hooks.example.com/nodal?shop=1', eventTypes: ['card.*', 'customer.created'] };
const request = async () => ({ as: { tenant: await platform.tenant() }, body: wish });
const made = (url: string, at: TestPlatform = platform, as: TenantContext = tenant) =>
  call(wire(at), createWebhookEndpoint, { as: { tenant: as }, body: { ...wish, url } });

describe('createWebhookEndpoint', () => {
  itRefusesBadRequests({
    declaration: createWebhookEndpoint,
    handler: () => handler,
    valid: request,
    required: ['url', 'eventTypes'],
    malformed: { url: 'hooks.example.com', eventTypes: ['Card.locked'] },
  });

  it('makes an enabled endpoint with a secret of Standard Webhooks', async () => {
    const { status, body } = await call(handler, createWebhookEndpoint, { as: { tenant }, body: wish });
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...wish, status: 'enabled', disabledReason: null });
    expect(body.endpointId).toMatch(new RegExp(`^whe_[0-9a-z]{26}${tenant.tag}$`));
    expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });

  it('shows the secret once: a repeat has null, and the table holds it sealed only', async () => {
    const idempotencyKey = randomUUID();
    const first = await call(handler, createWebhookEndpoint, { ...(await request()), as: { tenant }, idempotencyKey });
    const repeat = await call(handler, createWebhookEndpoint, { ...(await request()), as: { tenant }, idempotencyKey });
    expect(repeat.body).toEqual({ ...first.body, secret: null });
    const items = await platform.items();
    const text = JSON.stringify(items, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
    expect(text).not.toContain((first.body.secret as string).slice('whsec_'.length));
    const stored = items.find((item) => item['sk'] === first.body.endpointId) as { secrets: [{ sealed: string }] };
    const vault = jweSecretVault(platform.messageKeys);
    expect(await vault.open(first.body.endpointId, stored.secrets[0].sealed)).toBe(first.body.secret);
    await expect(vault.open('whe_other', stored.secrets[0].sealed)).rejects.toThrow('another owner');
    expect(platform.logLines().join('\n')).not.toContain(first.body.secret);
  });

  it('writes one record, whose event tells neither URL nor secret', async () => {
    const { body } = await made('https://hooks.example.com/?token=t0ken');
    const records = (await platform.items()).filter((item) => item['resourceId'] === body.endpointId);
    const [record] = records.filter((item) => item['item'] === 'record');
    expect(record).toMatchObject({ type: 'webhook_endpoint.created', sequence: 1n });
    expect(JSON.parse(String(record?.['data']))).toEqual({
      endpointId: body.endpointId,
      status: 'enabled',
      eventTypes: wish.eventTypes,
    });
  });

  it.each([
    ['http://hooks.example.com/', 'plain HTTP'],
    ['http://localhost:8080/', 'this machine, plainly'],
    ['https://localhost/', 'this machine by name'],
    ['https://127.0.0.1/', 'this machine by address'],
    ['https://2130706433/', 'this machine as a number'],
    ['https://0x7f.1/', 'this machine in hexadecimal'],
    ['https://[::1]/', 'this machine in IPv6'],
    ['https://[::ffff:10.0.0.1]/', 'a private address in IPv6'],
    ['https://10.1.2.3/', 'a private address'],
    ['https://169.254.169.254/latest/meta-data', 'the metadata service'],
    ['https://user:secret@hooks.example.com/', 'credentials'],
    ['https://hooks.example.com/#part', 'a fragment'],
  ])('refuses %s: %s', async (url) => {
    const { status, body } = await made(url);
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toEqual([{ path: 'url', message: expect.any(String) }]);
  });

  it.each(['ftp://hooks.example.com/', 'javascript:alert(1)', `https://example.com/${'x'.repeat(2_048)}`])(
    'refuses %s before anything else is looked at',
    async (url) => {
      expect((await made(url)).body).toMatchObject({ code: 'validation_failed', invalidFields: [{ path: 'url' }] });
    },
  );

  it.each([[[]], [['*.created']], [['card']], [['card.locked', 'card.locked']], [['card.*.x']]])(
    'refuses the event types %j',
    async (eventTypes) => {
      const answer = await call(handler, createWebhookEndpoint, { as: { tenant }, body: { ...wish, eventTypes } });
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    },
  );

  it('takes plain HTTP to this machine where the stage allows it, and nowhere else', async () => {
    const local = { ...platform, settings: { WEBHOOK_LOOPBACK: 'allow' } };
    expect((await made('http://localhost:8080/hook', local)).status).toBe(201);
    expect((await made('http://127.0.0.1:8080/hook', local)).status).toBe(201);
    expect((await made('http://hooks.example.com/', local)).status).toBe(400);
    expect((await made('https://10.1.2.3/', local)).status).toBe(400);
  });

  it('gives a tenant 20 endpoints and no more', async () => {
    const busy = await platform.tenant();
    for (let count = 0; count < 20; count += 1) {
      expect((await made(`https://hooks.example.com/${count}`, platform, busy)).status).toBe(201);
    }
    const { status, body } = await made('https://hooks.example.com/20', platform, busy);
    expect([status, body.code, body.limit]).toEqual([409, 'invalid_state', 20]);
  });
});
