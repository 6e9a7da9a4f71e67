import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCustomer } from '../../../../functions/customers/get-customer/declaration.ts';
import { wire } from '../../../../functions/customers/get-customer/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { profile, storeCustomer } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const show = (customerId: string, as = tenant) =>
  call(handler, getCustomer, { as: { tenant: as }, params: { customerId } });

describe('getCustomer', () => {
  itRefusesBadRequests({
    declaration: getCustomer,
    handler: () => handler,
    valid: async () => ({ as: { tenant }, params: { customerId: (await storeCustomer(platform, tenant)).customerId } }),
  });

  it('AN-04 shows what was declared and how well the customer is known', async () => {
    const { customerId } = await storeCustomer(platform, tenant, { level: 'full' });
    const { status, body } = await show(customerId);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...profile,
      customerId,
      status: 'active',
      kycLevel: 'full',
      displayName: 'ASHA RAO',
      createdAt: '2026-11-21T06:30:00.000Z',
    });
  });

  it('still shows a closed customer', async () => {
    const { customerId } = await storeCustomer(platform, tenant, { status: 'closed' });
    expect((await show(customerId)).body.status).toBe('closed');
  });

  it('M-33 answers an unknown, a malformed and a foreign id alike', async () => {
    const other = await platform.tenant();
    const foreign = await storeCustomer(platform, other);
    const answers = await Promise.all(
      [platform.ids.next('cus', tenant), 'cus_1', foreign.customerId].map((customerId) => show(customerId)),
    );
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
      answers.map(() => '404 customer_not_found'),
    );
    expect(new Set(answers.map(({ body }) => String(body.detail))).size).toBe(1);
    expect((await show(foreign.customerId, other)).status).toBe(200);
  });
});
