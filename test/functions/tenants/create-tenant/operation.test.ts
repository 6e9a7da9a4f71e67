import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IdGenerator } from '../../../../functions/kernel/ids/ids.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { createTenant } from '../../../../functions/tenants/create-tenant/declaration.ts';
import { wire } from '../../../../functions/tenants/create-tenant/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { tenantOrder } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
});
afterAll(() => platform.stop());

const operator = { staff: 'Admin', of: 'platform' } as const;
const request = () => ({ as: operator, body: tenantOrder });
const withProgram = (program: object) => ({
  ...request(),
  body: { ...tenantOrder, program: { ...tenantOrder.program, ...program } },
});

const asText = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? Number(member) : member));

const stored = async (name: string, tenantId: string) =>
  (await platform.items()).filter((item) => item['item'] === name && item['tenantId'] === tenantId);

describe('createTenant', () => {
  itRefusesBadRequests({
    declaration: createTenant,
    handler: () => handler,
    valid: async () => request(),
    required: ['name', 'program'],
    malformed: { name: '', program: { ...tenantOrder.program, bin: '12345' }, settings: { sessionMinutes: 0 } },
  });

  it('M-31 answers a unique tenant id and an API key whose secret is stored as a hash only', async () => {
    const first = await call(handler, createTenant, request());
    const second = await call(handler, createTenant, request());
    expect(first.status).toBe(201);
    expect(first.body.tenantId).toMatch(/^ten_[0-9a-z]{26}$/);
    expect(first.body.apiKey.secret).toMatch(/^nodal_[A-Za-z0-9_-]{43}$/);
    expect(second.body.tenantId).not.toBe(first.body.tenantId);
    expect(second.body.apiKey.secret).not.toBe(first.body.apiKey.secret);
    expect(asText(await platform.items())).not.toContain(first.body.apiKey.secret);
    expect(platform.logLines().join('\n')).not.toContain(first.body.apiKey.secret);
  });

  it('M-31 shows the secret once: a repeat answers null in its place', async () => {
    const idempotencyKey = randomUUID();
    const first = await call(handler, createTenant, { ...request(), idempotencyKey });
    const repeat = await call(handler, createTenant, { ...request(), idempotencyKey });
    expect(repeat.headers['idempotent-replayed']).toBe('true');
    expect(repeat.body).toEqual({ ...first.body, apiKey: { ...first.body.apiKey, secret: null } });
  });

  it('AN-40 D-01 gives the program its defaults: active virtual cards, the platform holds the money', async () => {
    const { body } = await call(handler, createTenant, request());
    const [tenant] = await stored('tenant', body.tenantId);
    expect(tenant).toMatchObject({
      status: 'active',
      program: {
        ...tenantOrder.program,
        programId: body.programId,
        initialCardState: 'active',
        balanceHolder: 'platform',
      },
      settings: { sessionMinutes: 10n, requireClientCertificate: false, transactionData: 'full' },
    });
  });

  it('AN-11 AN-40 keeps what the operator sets: initial card state, balance holder, settings', async () => {
    const body = {
      ...tenantOrder,
      program: { ...tenantOrder.program, bin: '41111111', initialCardState: 'inactive', balanceHolder: 'partner' },
      settings: { sessionMinutes: 5, brand: { name: 'Company X', cardArtUrl: 'https://art.example.com/x.png' } },
    };
    const answer = await call(handler, createTenant, { as: operator, body });
    const [tenant] = await stored('tenant', answer.body.tenantId);
    expect(tenant).toMatchObject({
      program: { bin: '41111111', initialCardState: 'inactive', balanceHolder: 'partner' },
      settings: { sessionMinutes: 5n, brand: { name: 'Company X', cardArtUrl: 'https://art.example.com/x.png' } },
    });
  });

  it('writes the records of the tenant and of its key, without secret or hash', async () => {
    const { body } = await call(handler, createTenant, request());
    const records = await stored('record', body.tenantId);
    expect(records.map(({ type, sequence, actor }) => [type, sequence, actor]).sort()).toEqual([
      ['api_key.created', 1n, 'staff:Admin:staff-1'],
      ['tenant.created', 1n, 'staff:Admin:staff-1'],
    ]);
    expect(asText(records)).not.toContain('nodal_');
    expect(asText(records)).not.toContain('"hash"');
  });

  it('registers one gateway key, which is neither the secret nor its hash', async () => {
    const { body } = await call(handler, createTenant, request());
    const keys = platform.sent.usageKeys.filter(({ name }) => name === body.tenantId);
    const [apiKey] = (await platform.items()).filter(
      (item) => item['item'] === 'api_key' && item['keyId'] === body.apiKey.keyId,
    );
    expect(keys).toHaveLength(1);
    expect(keys[0]?.value).not.toBe(body.apiKey.secret);
    expect(keys[0]?.value).not.toBe(apiKey?.['hash']);
    expect(keys[0]?.value.length).toBeGreaterThanOrEqual(20);
  });

  it('registers the same gateway key again when a try was cut off after it', async () => {
    const registered: { name: string; value: string }[] = [];
    const cutOff = wire({
      ...platform,
      usagePlans: {
        register: async (key) => {
          registered.push(key);
          if (registered.length === 1) throw new Error('cut off');
        },
      },
    });
    const idempotencyKey = randomUUID();
    const failed = await call(cutOff, createTenant, { ...request(), idempotencyKey });
    const { body } = await call(cutOff, createTenant, { ...request(), idempotencyKey });
    expect([failed.status, failed.body.code]).toEqual([500, 'internal_error']);
    expect(registered[1]).toEqual(registered[0]);
    expect(body.tenantId).toBe(registered[0]?.name);
  });

  it('takes another tag when the first is another tenant’s', async () => {
    const taken = (await platform.tenant()).tag;
    const tags = [taken, taken, 'zzzz0'];
    const ids: IdGenerator = { ...platform.ids, nextTag: () => tags.shift() ?? platform.ids.nextTag() };
    const { status, body } = await call(wire({ ...platform, ids }), createTenant, request());
    expect(status).toBe(201);
    expect(body.apiKey.keyId).toMatch(/zzzz0$/);
  });

  it('gives up with 503 when every tag is taken, and leaves nothing behind', async () => {
    const taken = (await platform.tenant()).tag;
    const before = (await platform.items()).filter((item) => item['item'] === 'tenant').length;
    const full = wire({ ...platform, ids: { ...platform.ids, nextTag: () => taken } });
    const { status, body } = await call(full, createTenant, request());
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    expect((await platform.items()).filter((item) => item['item'] === 'tenant')).toHaveLength(before);
  });

  it('AL-32 takes a program on Adyen where the stage has a balance platform: its tenant has no sandbox', async () => {
    const settings = { ...platform.settings, ADYEN_BASE_URL: 'https://adyen.example.com/bcl/v2' };
    const { status, body } = await call(
      wire({ ...platform, settings }),
      createTenant,
      withProgram({ issuer: 'adyen' }),
    );
    expect(status).toBe(201);
    const items = await platform.items();
    expect(items.find(({ item, tenantId }) => item === 'tenant_lookup' && tenantId === body.tenantId)).toMatchObject({
      sandbox: false,
    });
  });

  it.each([undefined, 'https://no-adyen.invalid/bcl/v2', 'nonsense'])(
    'AL-32 refuses Adyen at the address %s',
    async (url) => {
      const settings = { ...platform.settings, ...(url === undefined ? {} : { ADYEN_BASE_URL: url }) };
      const { status, body } = await call(
        wire({ ...platform, settings }),
        createTenant,
        withProgram({ issuer: 'adyen' }),
      );
      expect([status, body.code]).toEqual([422, 'issuer_unavailable']);
    },
  );

  it('refuses an issuer without an adapter, and a threshold in another currency', async () => {
    const adyen = await call(handler, createTenant, withProgram({ issuer: 'adyen' }));
    const settings = { withdrawalApprovalAbove: { amount: 1, currency: 'EUR' } };
    const euros = await call(handler, createTenant, { ...request(), body: { ...tenantOrder, settings } });
    expect([adyen.status, adyen.body.code]).toEqual([422, 'issuer_unavailable']);
    expect([euros.status, euros.body.code]).toEqual([422, 'currency_mismatch']);
  });

  it.each([
    ['plain http', 'http://hooks.example.com/decide'],
    ['an address literal', 'https://10.0.0.1/decide'],
    ['the machine itself', 'https://localhost/decide'],
    ['a user name', 'https://someone@hooks.example.com/decide'],
  ])('refuses a decision webhook at %s', async (_, url) => {
    const settings = { decisionWebhook: { url, default: 'decline' } };
    const { status, body } = await call(handler, createTenant, { ...request(), body: { ...tenantOrder, settings } });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toMatchObject([{ path: 'settings.decisionWebhook.url' }]);
  });

  it('shows the secret of a decision webhook once, and keeps it sealed', async () => {
    const settings = { decisionWebhook: { url: 'https://hooks.example.com/decide', default: 'decline' } };
    const idempotencyKey = randomUUID();
    const asked = { ...request(), body: { ...tenantOrder, settings }, idempotencyKey };
    const { status, body } = await call(handler, createTenant, asked);
    expect(status).toBe(201);
    expect(body.decisionWebhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const repeat = await call(handler, createTenant, asked);
    expect([repeat.status, repeat.body.decisionWebhookSecret]).toEqual([201, null]);
    expect(asText(await platform.items())).not.toContain(body.decisionWebhookSecret);
    expect(platform.logLines().join('\n')).not.toContain(body.decisionWebhookSecret);
    const without = await call(handler, createTenant, request());
    expect(without.body).not.toHaveProperty('decisionWebhookSecret');
  });

  it('takes a decision webhook on this machine where the stage lets it', async () => {
    const local = wire({ ...platform, settings: { ...platform.settings, WEBHOOK_LOOPBACK: 'allow' } });
    const settings = { decisionWebhook: { url: 'http://127.0.0.1:8080/decide', default: 'approve' } };
    const { status } = await call(local, createTenant, { ...request(), body: { ...tenantOrder, settings } });
    expect(status).toBe(201);
  });

  it('AN-14 is for operators: an Admin of a tenant is refused', async () => {
    const tenant = await platform.tenant();
    const { status, body } = await call(handler, createTenant, { ...request(), as: { staff: 'Admin', of: tenant } });
    expect([status, body.code]).toEqual([403, 'forbidden_role']);
  });
});
