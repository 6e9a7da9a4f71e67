import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffRole } from '../../../../functions/kernel/operation/declaration.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestCaller } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import type { ProbeChange, ProbeUseCase } from '../../../support/probe-operation.ts';
import { probeWith, wireProbe } from '../../../support/probe-operation.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let own: TenantContext;
let other: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  own = await platform.tenant();
  other = await platform.tenant();
});
afterAll(() => platform.stop());

type Seen = Parameters<ProbeUseCase>[0]['context'];

const send = async (as: TestCaller, params: Record<string, string>, change: ProbeChange = {}) => {
  const seen: Seen[] = [];
  const declaration = probeWith(change);
  const useCase: ProbeUseCase = async ({ context }) => {
    seen.push(context);
    return { probeId: 'p', name: 'n', secret: null };
  };
  const surface = 'staff' in as ? ('admin' as const) : ('secure' as const);
  const handler = wireProbe(platform, { declaration, useCase });
  const { status, body } = await call(handler, declaration, { as, surface, params, body: { name: 'Asha' } });
  return { status, code: body?.code, tenantId: seen[0]?.tenant.tenantId, caller: seen[0]?.caller };
};

const ofTenant = (tenant: TenantContext) => ({ customerId: platform.ids.next('cus', tenant) });
const staff = (role: StaffRole, of: 'platform' | TenantContext): TestCaller => ({ staff: role, of });

const tenantRoute: ProbeChange = {
  routes: [{ surface: 'admin', method: 'POST', path: '/tenants/{tenantId}/probes' }],
  params: { tenantId: 'ten' },
};

describe('Who calls, and for which tenant', () => {
  it('a tenant acts for itself', async () => {
    const answer = await send({ tenant: own }, ofTenant(own));
    expect(answer).toMatchObject({
      status: 201,
      tenantId: own.tenantId,
      caller: { kind: 'tenant', keyId: 'key_test' },
    });
  });

  it('AN-14 an operator acts for the tenant that the tag of the resource id names', async () => {
    const answer = await send(staff('Admin', 'platform'), ofTenant(other));
    expect(answer).toMatchObject({ status: 201, tenantId: other.tenantId });
    expect(answer.caller).toEqual({ kind: 'staff', subject: 'staff-1', role: 'Admin', staffOf: 'platform' });
  });

  it('AN-14 an operator acts for the tenant that the path names', async () => {
    const answer = await send(staff('Manager', 'platform'), { tenantId: other.tenantId }, tenantRoute);
    expect(answer).toMatchObject({ status: 201, tenantId: other.tenantId });
  });

  it('staff of a tenant act for that tenant', async () => {
    const answer = await send(staff('Manager', own), ofTenant(own));
    expect(answer).toMatchObject({ status: 201, tenantId: own.tenantId });
  });

  it.each([
    ['tenant', () => ({ tenant: own })],
    ['staff of a tenant', () => staff('Admin', own)],
  ])("I9 for a %s another tenant's resource answers like an unknown one", async (_, as) => {
    const foreign = await send(as(), ofTenant(other));
    const malformed = await send(as(), { customerId: 'cus_1' });
    const ofNoTenant = await send(as(), { customerId: `cus_${'0'.repeat(26)}zzzzz` });
    expect([foreign, malformed, ofNoTenant]).toEqual(
      Array.from({ length: 3 }, () => ({
        status: 404,
        code: 'customer_not_found',
        tenantId: undefined,
        caller: undefined,
      })),
    );
  });

  it('I9 for staff of a tenant another tenant answers like an unknown one', async () => {
    const foreign = await send(staff('Admin', own), { tenantId: other.tenantId }, tenantRoute);
    const unknown = await send(staff('Admin', own), { tenantId: 'ten_unknown' }, tenantRoute);
    expect([foreign.status, foreign.code]).toEqual([404, 'tenant_not_found']);
    expect(foreign).toEqual(unknown);
  });

  it('for an operator an unknown tenant is 404, after the request was validated', async () => {
    const as = staff('Admin', 'platform');
    const unknown = await send(as, { tenantId: 'ten_unknown' }, tenantRoute);
    expect([unknown.status, unknown.code]).toEqual([404, 'tenant_not_found']);
    const declaration = probeWith(tenantRoute);
    const invalid = await call(wireProbe(platform, { declaration }), declaration, {
      as,
      surface: 'admin',
      params: { tenantId: 'ten_unknown' },
      body: {},
    });
    expect([invalid.status, invalid.body.code]).toEqual([400, 'validation_failed']);
  });

  it('staff of a tenant that does not exist get 404', async () => {
    const ghost = { ...own, tenantId: 'ten_ghost' } as TenantContext;
    expect(await send(staff('Admin', ghost), ofTenant(own))).toMatchObject({ status: 404 });
  });

  it.each([
    ['Admin', 'POST', 201],
    ['Manager', 'POST', 201],
    ['Employee', 'POST', 403],
    ['Admin', 'GET', 201],
    ['Manager', 'GET', 201],
    ['Employee', 'GET', 201],
  ] as const)('by default %s calling %s gets %i', async (role, method, expected) => {
    const routes = [{ surface: 'admin', method, path: '/customers/{customerId}/probes' }] as const;
    expect((await send(staff(role, own), ofTenant(own), { routes })).status).toBe(expected);
  });

  it.each(['Admin', 'Manager', 'Employee'] as const)('a route may name its roles: %s', async (role) => {
    const routes = [
      { surface: 'admin', method: 'POST', path: '/customers/{customerId}/probes', roles: ['Employee'] },
    ] as const;
    const answer = await send(staff(role, 'platform'), ofTenant(own), { routes });
    expect([answer.status, answer.code]).toEqual(role === 'Employee' ? [201, undefined] : [403, 'forbidden_role']);
  });

  it('a route for operators refuses staff of a tenant with 403', async () => {
    const routes = [
      { surface: 'admin', method: 'POST', path: '/customers/{customerId}/probes', operatorOnly: true },
    ] as const;
    expect(await send(staff('Admin', own), ofTenant(own), { routes })).toMatchObject({
      status: 403,
      code: 'forbidden_role',
    });
    expect(await send(staff('Admin', 'platform'), ofTenant(own), { routes })).toMatchObject({ status: 201 });
  });

  const customerRoute: ProbeChange = { routes: [{ surface: 'customer', method: 'POST', path: '/me/probes' }] };

  it('AN-12 a customer acts for itself: the customer of the route is the one of the session', async () => {
    const { customerId } = ofTenant(own);
    const seen: unknown[] = [];
    const declaration = probeWith(customerRoute);
    const useCase: ProbeUseCase = async ({ context, params }) => {
      seen.push(params, context.caller, context.tenant.tenantId);
      return { probeId: 'p', name: 'n', secret: null };
    };
    const as = { customer: customerId, of: own, installationId: 'ins_1' };
    const request = { as, surface: 'customer', body: { name: 'Asha' } } as const;
    const chosen = { ...request, params: ofTenant(own) };
    for (const each of [request, chosen]) await call(wireProbe(platform, { declaration, useCase }), declaration, each);
    const expected = [{ customerId }, { kind: 'customer', customerId, installationId: 'ins_1' }, own.tenantId];
    expect(seen).toEqual([...expected, ...expected]);
  });

  it('AN-05 a session that is over gets 401 session_expired, an API key none at all', async () => {
    const { customerId } = ofTenant(own);
    const declaration = probeWith(customerRoute);
    const as = (caller: TestCaller) =>
      call(wireProbe(platform, { declaration }), declaration, {
        as: caller,
        surface: 'customer',
        body: { name: 'Asha' },
      });
    const over = await as({ customer: customerId, of: own, expired: true });
    const key = await as({ tenant: own });
    expect([over.status, over.body.code, key.status, key.body.code]).toEqual([
      401,
      'session_expired',
      401,
      'unauthenticated',
    ]);
  });

  it.each(['secure', 'admin', 'sandbox'] as const)('nobody gets 401 on %s', async (surface) => {
    const declaration = probeWith({});
    const answer = await call(wireProbe(platform), declaration, {
      as: { nobody: true },
      surface,
      params: ofTenant(own),
      body: { name: 'Asha' },
    });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });

  it('a credential of one surface proves nothing on another', async () => {
    const declaration = probeWith({});
    const tenantOnAdmin = await call(wireProbe(platform), declaration, {
      as: { tenant: own },
      surface: 'admin',
      params: ofTenant(own),
      body: { name: 'Asha' },
    });
    const staffOnSecure = await call(wireProbe(platform), declaration, {
      as: staff('Admin', own),
      surface: 'secure',
      params: ofTenant(own),
      body: { name: 'Asha' },
    });
    expect([tenantOnAdmin.status, staffOnSecure.status]).toEqual([401, 401]);
  });
});
