import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { getTenant } from '../../../../functions/tenants/get-tenant/declaration.ts';
import { wire } from '../../../../functions/tenants/get-tenant/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram, tenantOrder } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
const operator = { staff: 'Employee', of: 'platform' } as const;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
});
afterAll(() => platform.stop());

describe('getTenant', () => {
  itRefusesBadRequests({
    declaration: getTenant,
    handler: () => handler,
    valid: async () => ({ as: operator, params: { tenantId: (await givenProgram(platform)).tenant.tenantId } }),
  });

  it('M-01 answers the tenant with its one program and all its settings', async () => {
    const settings = { brand: 'Company X', withdrawalApprovalAbove: { minor: 5_000n, currency: 'INR' } } as const;
    const { tenant, stored } = await givenProgram(platform, {}, settings);
    const { status, body } = await call(handler, getTenant, { as: operator, params: { tenantId: tenant.tenantId } });
    expect(status).toBe(200);
    expect(body).toEqual({
      tenantId: tenant.tenantId,
      name: tenantOrder.name,
      status: 'active',
      program: {
        ...tenantOrder.program,
        programId: stored.program.programId,
        initialCardState: 'active',
        balanceHolder: 'platform',
      },
      settings: {
        sessionMinutes: 10,
        slidingSessions: false,
        decisionWebhook: null,
        requireClientCertificate: false,
        alertEmails: [],
        brand: 'Company X',
        transactionData: 'full',
        withdrawalApprovalAbove: { amount: 5_000, currency: 'INR' },
        compatRequiresKyc: false,
      },
      createdAt: '2026-11-21T06:30:00.000Z',
    });
  });

  it('AN-14 hides other tenants from tenant staff, like unknown ones', async () => {
    const [mine, other] = await Promise.all([givenProgram(platform), givenProgram(platform)]);
    const as = { staff: 'Admin', of: mine.tenant } as const;
    const foreign = await call(handler, getTenant, { as, params: { tenantId: other.tenant.tenantId } });
    const unknown = await call(handler, getTenant, { as, params: { tenantId: `ten_${'z'.repeat(26)}` } });
    const own = await call(handler, getTenant, { as, params: { tenantId: mine.tenant.tenantId } });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'tenant_not_found']);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'tenant_not_found']);
    expect(own.status).toBe(200);
  });

  it('answers 404 to operators for an unknown tenant and for an id of another form', async () => {
    for (const tenantId of [`ten_${'z'.repeat(26)}`, 'x']) {
      const { status, body } = await call(handler, getTenant, { as: operator, params: { tenantId } });
      expect([status, body.code]).toEqual([404, 'tenant_not_found']);
    }
  });
});
