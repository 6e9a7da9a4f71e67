import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { jweSecretVault } from '../../../../functions/kernel/outbound/jwe-secret-vault.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { updateTenant } from '../../../../functions/tenants/update-tenant/declaration.ts';
import { wire } from '../../../../functions/tenants/update-tenant/handler.ts';
import { dynamoSessionTerms } from '../../../../functions/tenants/infrastructure/dynamo-session-terms.ts';
import { dynamoProgramDirectory } from '../../../../functions/tenants/infrastructure/dynamo-program-directory.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
const operator = { staff: 'Manager', of: 'platform' } as const;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
});
afterAll(() => platform.stop());

const patch = (tenant: TenantContext, body: object, as: Parameters<typeof call>[2]['as'] = operator) =>
  call(handler, updateTenant, { as, params: { tenantId: tenant.tenantId }, body });

const recordsOf = async (tenant: TenantContext) =>
  (await platform.items()).filter((item) => item['item'] === 'record' && item['tenantId'] === tenant.tenantId);

describe('updateTenant', () => {
  itRefusesBadRequests({
    declaration: updateTenant,
    handler: () => handler,
    valid: async () => ({
      as: operator,
      params: { tenantId: (await givenProgram(platform)).tenant.tenantId },
      body: { name: 'Company Y' },
    }),
    malformed: {
      name: '',
      settings: { sessionMinutes: 'ten', slidingSessions: 'yes', alertEmails: ['nobody'], transactionData: 'some' },
    },
  });

  it('M-03 merges settings: what is left out stays, null takes a value back', async () => {
    const { tenant } = await givenProgram(platform);
    const art = { name: 'Blue', cardArtUrl: 'https://art.example.com/blue.png' };
    const first = await patch(tenant, { settings: { brand: art, sessionMinutes: 5 } });
    const second = await patch(tenant, { name: 'Company Y', settings: { alertEmails: ['ops@example.com'] } });
    expect(first.body.settings).toMatchObject({ brand: art, sessionMinutes: 5, compatRequiresKyc: false });
    expect(second.body).toMatchObject({
      name: 'Company Y',
      settings: { brand: art, sessionMinutes: 5, alertEmails: ['ops@example.com'] },
    });
    expect(await dynamoProgramDirectory(platform.table).find(tenant)).toMatchObject({ brand: art, sessionMinutes: 5 });
    const third = await patch(tenant, { settings: { brand: null } });
    expect(third.body.settings.brand).toBeNull();
    expect(await dynamoProgramDirectory(platform.table).find(tenant)).toMatchObject({
      brand: { name: 'Company X Prepaid' },
    });
  });

  it('AN-05 sets how long sessions are, and whether they slide', async () => {
    const { tenant } = await givenProgram(platform);
    const terms = dynamoSessionTerms(platform.table);
    expect(await terms.find(tenant)).toMatchObject({ isOpen: true, sessionMinutes: 10, slides: false });
    const { body } = await patch(tenant, { settings: { sessionMinutes: 3, slidingSessions: true } });
    expect(body.settings).toMatchObject({ sessionMinutes: 3, slidingSessions: true });
    expect(await terms.find(tenant)).toMatchObject({ isOpen: true, sessionMinutes: 3, slides: true });
  });

  it('writes one record for each change, with what was before, and without anybody’s address', async () => {
    const { tenant } = await givenProgram(platform);
    const webhook = { url: 'https://hooks.example.com/decide', default: 'decline' };
    await patch(tenant, {
      settings: { sessionMinutes: 7, alertEmails: ['ops@example.com'], decisionWebhook: webhook },
    });
    const records = await recordsOf(tenant);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ type: 'tenant.updated', sequence: 2n, actor: 'staff:Manager:staff-1' });
    expect(JSON.parse(String(records[0]?.['data']))).toMatchObject({ settings: { sessionMinutes: 7 } });
    expect(JSON.parse(String(records[0]?.['previous']))).toMatchObject({ settings: { sessionMinutes: 10 } });
    expect(String(records[0]?.['data'])).not.toMatch(/example\.com/);
  });

  it('makes a new secret each time a decision webhook is set, shows it once and keeps it sealed', async () => {
    const { tenant } = await givenProgram(platform);
    const webhook = { url: 'https://hooks.example.com/decide', default: 'decline' };
    const idempotencyKey = randomUUID();
    const set = (key: string) =>
      call(handler, updateTenant, {
        as: operator,
        params: { tenantId: tenant.tenantId },
        body: { settings: { decisionWebhook: webhook } },
        idempotencyKey: key,
      });
    const first = await set(idempotencyKey);
    const repeat = await set(idempotencyKey);
    const second = await set(randomUUID());
    expect([first.status, first.body.settings.decisionWebhook]).toEqual([200, webhook]);
    expect(first.body.decisionWebhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(repeat.body.decisionWebhookSecret).toBeNull();
    expect(second.body.decisionWebhookSecret).not.toBe(first.body.decisionWebhookSecret);
    const program = await dynamoProgramDirectory(platform.table).find(tenant);
    const [live, replaced, ...older] = program.decisionWebhook?.secrets ?? [];
    const vault = jweSecretVault(platform.messageKeys);
    expect(await vault.open(tenant.tenantId, live?.sealed ?? '')).toBe(second.body.decisionWebhookSecret);
    expect(await vault.open(tenant.tenantId, replaced?.sealed ?? '')).toBe(first.body.decisionWebhookSecret);
    expect(live?.expiresAt).toBeUndefined();
    expect(replaced?.expiresAt?.since(platform.clock.now()).total('hours')).toBe(24);
    expect(older).toEqual([]);
    const kept = JSON.stringify(await platform.items(), (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    expect(kept).not.toContain(first.body.decisionWebhookSecret);
    expect(platform.logLines().join()).not.toContain(first.body.decisionWebhookSecret);
  });

  it('keeps the secret when other settings change, and forgets it with the webhook', async () => {
    const { tenant } = await givenProgram(platform);
    const directory = dynamoProgramDirectory(platform.table);
    await patch(tenant, { settings: { decisionWebhook: { url: 'https://hooks.example.com/', default: 'approve' } } });
    const before = await directory.find(tenant);
    const other = await patch(tenant, { settings: { sessionMinutes: 9 } });
    expect(other.body).not.toHaveProperty('decisionWebhookSecret');
    expect((await directory.find(tenant)).decisionWebhook).toEqual(before.decisionWebhook);
    const gone = await patch(tenant, { settings: { decisionWebhook: null } });
    expect(gone.body.settings.decisionWebhook).toBeNull();
    expect((await directory.find(tenant)).decisionWebhook).toBeNull();
  });

  it.each(['http://hooks.example.com/', 'https://127.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/'])(
    'refuses a decision webhook at %s',
    async (url) => {
      const { tenant } = await givenProgram(platform);
      const { status, body } = await patch(tenant, { settings: { decisionWebhook: { url, default: 'approve' } } });
      expect([status, body.code]).toEqual([400, 'validation_failed']);
      expect(body.invalidFields).toMatchObject([{ path: 'settings.decisionWebhook.url' }]);
      expect(await recordsOf(tenant)).toEqual([]);
    },
  );

  it('writes no record when nothing changes', async () => {
    const { tenant } = await givenProgram(platform);
    expect((await patch(tenant, { settings: { sessionMinutes: 10 } })).status).toBe(200);
    expect((await patch(tenant, {})).status).toBe(200);
    expect(await recordsOf(tenant)).toEqual([]);
  });

  it('refuses one of two changes that were decided on the same version', async () => {
    const { tenant } = await givenProgram(platform);
    const names = ['One', 'Two', 'Three', 'Four'];
    const answers = await Promise.all(names.map((name) => patch(tenant, { name })));
    const done = answers.filter(({ status }) => status === 200).length;
    const refused = answers.filter(({ body }) => body.code === 'concurrent_change').length;
    expect(done).toBeGreaterThan(0);
    expect(done + refused).toBe(names.length);
    expect(await recordsOf(tenant)).toHaveLength(done);
  });

  it('refuses a threshold in another currency than the program’s', async () => {
    const { tenant } = await givenProgram(platform);
    const refused = await patch(tenant, { settings: { withdrawalApprovalAbove: { amount: 1, currency: 'USD' } } });
    const accepted = await patch(tenant, { settings: { withdrawalApprovalAbove: { amount: 0, currency: 'INR' } } });
    expect([refused.status, refused.body.code]).toEqual([422, 'currency_mismatch']);
    expect(accepted.body.settings.withdrawalApprovalAbove).toEqual({ amount: 0, currency: 'INR' });
  });

  it('lets only operators open raw transactions to a tenant', async () => {
    const { tenant } = await givenProgram(platform, {}, { transactionData: 'aggregated_only' });
    const body = { settings: { transactionData: 'full' } };
    const own = await patch(tenant, body, { staff: 'Admin', of: tenant });
    const granted = await patch(tenant, body);
    expect([own.status, own.body.code]).toEqual([403, 'forbidden_role']);
    expect(granted.body.settings.transactionData).toBe('full');
  });

  it('AN-14 lets tenant staff change their own tenant and no other', async () => {
    const [mine, other] = await Promise.all([givenProgram(platform), givenProgram(platform)]);
    const as = { staff: 'Manager', of: mine.tenant } as const;
    expect((await patch(mine.tenant, { name: 'Mine' }, as)).status).toBe(200);
    const foreign = await patch(other.tenant, { name: 'Mine' }, as);
    expect([foreign.status, foreign.body.code]).toEqual([404, 'tenant_not_found']);
  });
});
