import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertKyc } from '../../../../functions/customers/assert-kyc/declaration.ts';
import { wire } from '../../../../functions/customers/assert-kyc/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { storeCustomer, tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let handler: HttpHandler;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  handler = wire(platform);
  tenant = await tenantWithProgram(platform);
});
afterAll(() => platform.stop());

const reference = 'our file 4711';

const assert = (customerId: string, level: string, as = tenant) =>
  call(handler, assertKyc, { as: { tenant: as }, params: { customerId }, body: { level, reference } });

const recordsOf = async (resourceId: string) =>
  (await platform.items()).filter((item) => item['item'] === 'record' && item['resourceId'] === resourceId);

const limitsOf = (body: { limits: { rule: string; limit: { amount: number } }[] }) =>
  Object.fromEntries(body.limits.map(({ rule, limit }) => [rule, limit.amount]));

describe('assertKyc', () => {
  itRefusesBadRequests({
    declaration: assertKyc,
    handler: () => handler,
    valid: async () => ({
      as: { tenant },
      params: { customerId: (await storeCustomer(platform, tenant)).customerId },
      body: { level: 'full', reference },
    }),
    required: ['level', 'reference'],
    malformed: { level: 'none', reference: '' },
  });

  it('AN-34 puts the level that the tenant vouches for into effect in the answer', async () => {
    const { customerId } = await storeCustomer(platform, tenant);
    const { status, body } = await assert(customerId, 'full');
    expect(status).toBe(200);
    expect(body).toMatchObject({ level: 'full', openCase: null });
    const stored = (await platform.items()).find(
      (item) => item['item'] === 'customer' && item['customerId'] === customerId,
    );
    expect(stored).toMatchObject({ kycLevel: 'full', status: 'active', sequence: 2n });
  });

  it('M-06 raises the limits with the level', async () => {
    const { customerId } = await storeCustomer(platform, tenant);
    const minimum = limitsOf((await assert(customerId, 'minimum')).body);
    const full = limitsOf((await assert(customerId, 'full')).body);
    expect(minimum['law.ppi.small.balanceMaxMinor']).toBe(1_000_000);
    expect(full['law.ppi.full.balanceMaxMinor']).toBe(20_000_000);
    expect(full['law.ppi.small.balanceMaxMinor']).toBeUndefined();
  });

  it('AN-35 keeps the assertion as an approved case, whose events do not hold the reference', async () => {
    const { customerId } = await storeCustomer(platform, tenant);
    await assert(customerId, 'minimum');
    const items = await platform.items();
    const kyc = items.find((item) => item['item'] === 'kyc' && item['customerId'] === customerId);
    expect(kyc).toMatchObject({ method: 'asserted', status: 'approved', level: 'minimum', evidence: reference });
    const records = [...(await recordsOf(customerId)), ...(await recordsOf(String(kyc?.['kycId'])))];
    expect(records.map(({ type }) => type)).toEqual(['customer.kyc_level_changed', 'kyc.approved']);
    expect(records.map(({ data }) => data).join()).not.toContain(reference);
  });

  it('accepts the present level again and refuses a lower one', async () => {
    const { customerId } = await storeCustomer(platform, tenant, { level: 'full' });
    expect((await assert(customerId, 'full')).body.level).toBe('full');
    const lower = await assert(customerId, 'minimum');
    expect([lower.status, lower.body.code]).toEqual([409, 'invalid_state']);
    expect(await recordsOf(customerId)).toEqual([]);
  });

  it('leaves a suspended customer suspended, with the better level', async () => {
    const { customerId } = await storeCustomer(platform, tenant, { level: 'minimum', status: 'suspended' });
    expect((await assert(customerId, 'full')).body.level).toBe('full');
    const stored = (await platform.items()).find(
      (item) => item['item'] === 'customer' && item['customerId'] === customerId,
    );
    expect(stored).toMatchObject({ kycLevel: 'full', status: 'suspended' });
  });

  it('refuses a closed customer, and knows no customer of another tenant', async () => {
    const closed = await storeCustomer(platform, tenant, { status: 'closed' });
    const refused = await assert(closed.customerId, 'full');
    expect([refused.status, refused.body.code]).toEqual([409, 'invalid_state']);
    const foreign = await assert(closed.customerId, 'full', await tenantWithProgram(platform));
    expect([foreign.status, foreign.body.code]).toEqual([404, 'customer_not_found']);
  });

  it('needs no two references to differ', async () => {
    const two = await Promise.all([storeCustomer(platform, tenant), storeCustomer(platform, tenant)]);
    const answers = await Promise.all(two.map(({ customerId }) => assert(customerId, 'full')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});
