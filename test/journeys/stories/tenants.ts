import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { issuedKey, newCustomer, newTenant, tenantBody } from '../support/actors.ts';
import type { Answer } from '../support/caller.ts';
import { answered, backend, refused, staff } from '../support/caller.ts';
import { eventually } from '../support/eventually.ts';

/** api.md 4.1: a revocation is effective within 60 s; some more for the machine. */
const revocationMs = 70_000;

const page = z.strictObject({ data: z.array(z.looseObject({})), nextCursor: z.string().nullable() });

const onboarding: Story = {
  title: 'M-31 M-32 a new tenant gets an id and a key, and nothing of it opens without the key',
  run: async (platform) => {
    const tenant = await newTenant(platform, 'Kaveri Wallet');
    const { data } = answered(await tenant.backend.get('/secure/customers'), 200, page);
    expect(data).toEqual([]);

    for (const path of ['/secure/customers', '/secure/events', '/secure/encryption-key', '/sandbox/clock']) {
      const withoutKey = { 'x-api-key': null };
      refused(await tenant.backend.get(path, withoutKey), 401, 'unauthenticated');
      refused(await tenant.backend.get(path, { 'x-api-key': 'nodal_unknown' }), 401, 'unauthenticated');
    }
  },
};

const keys: Story = {
  title: 'M-31 a second key works beside the first, and a revoked one is refused within 60 s',
  timeoutMs: revocationMs + 60_000,
  run: async (platform) => {
    const tenant = await newTenant(platform, 'Godavari Wallet');
    const operator = staff(platform, platform.operatorToken);
    const path = `/admin/tenants/${tenant.tenantId}/api-keys`;
    const second = answered(await operator.post(path), 201, issuedKey);
    const heir = backend(platform, second.secret);
    answered(await tenant.backend.get('/secure/customers'), 200, page);
    answered(await heir.get('/secure/customers'), 200, page);

    const revoked = await operator.delete(`${path}/${tenant.apiKey.keyId}`);
    expect(revoked.status).toBe(204);

    const refusal = await eventually<Answer>(
      'the refusal of the revoked key',
      async () => {
        const answer = await tenant.backend.get('/secure/customers');
        return answer.status === 200 ? undefined : answer;
      },
      revocationMs,
    );
    refused(refusal, 401, 'unauthenticated');
    answered(await heir.get('/secure/customers'), 200, page);
  },
};

const shownOnce: Story = {
  title: 'M-31 an API key is shown once: the repeat of its creation answers null in its place',
  run: async (platform) => {
    const operator = staff(platform, platform.operatorToken);
    const idempotencyKey = { 'idempotency-key': `tenant-${crypto.randomUUID()}` };
    const body = tenantBody('Narmada Wallet');
    const anything = z.looseObject({ tenantId: z.string(), apiKey: z.looseObject({ secret: z.string().nullable() }) });
    const first = answered(await operator.post('/admin/tenants', body, idempotencyKey), 201, anything);
    const repeat = await operator.post('/admin/tenants', body, idempotencyKey);
    expect(repeat.headers.get('idempotent-replayed')).toBe('true');
    expect(answered(repeat, 201, anything)).toMatchObject({ tenantId: first.tenantId, apiKey: { secret: null } });
  },
};

const namespaces: Story = {
  title: "M-33 another tenant's customer is answered like one that never was",
  run: async (platform) => {
    const mine = backend(platform, platform.demo.apiKey);
    const other = await newTenant(platform, 'Tapti Wallet');
    const customerId = await newCustomer(other.backend, 'Lakshmi');
    answered(await other.backend.get(`/secure/customers/${customerId}`), 200, z.looseObject({}));

    const foreign = refused(await mine.get(`/secure/customers/${customerId}`), 404, 'customer_not_found');
    const unknown = refused(await mine.get('/secure/customers/cus_unknown'), 404, 'customer_not_found');
    expect({ ...foreign, requestId: '' }).toEqual({ ...unknown, requestId: '' });
    refused(await mine.patch(`/secure/customers/${customerId}`, { firstName: 'Eve' }), 404, 'customer_not_found');
    refused(await mine.delete(`/secure/customers/${customerId}`), 404, 'customer_not_found');
  },
};

const roles: Story = {
  title: 'AN-14 the admin surface wants an ID token, and each role may do what the matrix says',
  run: async (platform) => {
    const manager = staff(platform, platform.managerToken);
    const employee = staff(platform, platform.employeeToken);
    const { tenantId } = platform.demo;

    refused(await employee.get('/admin/tenants', { authorization: null }), 401, 'unauthenticated');
    refused(await employee.get('/admin/tenants', { authorization: 'Bearer forged' }), 401, 'unauthenticated');
    refused(
      await employee.get('/admin/tenants', { 'x-api-key': platform.demo.apiKey, authorization: null }),
      401,
      'unauthenticated',
    );

    const matrix = z.object({ data: z.array(z.looseObject({ operationId: z.string(), roles: z.array(z.string()) })) });
    const { data } = answered(await employee.get('/admin/operations'), 200, matrix);
    const create = data.find(({ operationId }) => operationId === 'createTenant');
    expect(create?.roles).toEqual(['Admin']);

    refused(await manager.post('/admin/tenants', tenantBody('Not Allowed')), 403, 'forbidden_role');
    refused(await employee.post('/admin/tenants', tenantBody('Not Allowed')), 403, 'forbidden_role');
    refused(await employee.patch(`/admin/tenants/${tenantId}`, { name: 'Renamed' }), 403, 'forbidden_role');
    answered(await employee.get(`/admin/tenants/${tenantId}`), 200, z.looseObject({ tenantId: z.literal(tenantId) }));
  },
};

const tenantStaff: Story = {
  title: 'M-33 AN-14 staff of a tenant see their own tenant and no other, whatever their role',
  run: async (platform) => {
    const own = await newTenant(platform, 'Mahanadi Wallet');
    const admin = staff(platform, await platform.staffToken({ role: 'Admin', tenant: own.tenantId }));

    const seen = answered(await admin.get(`/admin/tenants/${own.tenantId}`), 200, z.looseObject({ name: z.string() }));
    expect(seen.name).toBe('Mahanadi Wallet');
    refused(await admin.get(`/admin/tenants/${platform.demo.tenantId}`), 404, 'tenant_not_found');
    refused(await admin.post(`/admin/tenants/${platform.demo.tenantId}/api-keys`), 404, 'tenant_not_found');
    refused(await admin.post('/admin/tenants', tenantBody('Not Theirs')), 403, 'forbidden_role');
    answered(await admin.post(`/admin/tenants/${own.tenantId}/api-keys`), 201, issuedKey);
  },
};

export const tenantStories: readonly Story[] = [onboarding, keys, shownOnce, namespaces, roles, tenantStaff];
