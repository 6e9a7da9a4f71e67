import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCustomer } from '../../../functions/customers/get-customer/declaration.ts';
import { wire as wireCustomer } from '../../../functions/customers/get-customer/handler.ts';
import { getKyc } from '../../../functions/customers/get-kyc/declaration.ts';
import { wire as wireKyc } from '../../../functions/customers/get-kyc/handler.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestCaller } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import type { KycBench } from '../../support/kyc-bench.ts';
import { kycBench } from '../../support/kyc-bench.ts';
import { expectLikeUnknown } from '../../support/like-unknown.ts';
import { storeCustomer, tenantWithProgram } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let bench: KycBench;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await tenantWithProgram(platform);
  bench = kycBench(platform, tenant);
});
afterAll(() => platform.stop());

const onPhone = (customerId: string) => ({
  as: { customer: customerId, of: tenant } satisfies TestCaller,
  surface: 'customer' as const,
  idempotencyKey: null,
});

describe('AN-12 customers on their own channel', () => {
  it('shows the customer of the session, whatever else is asked for', async () => {
    const own = await storeCustomer(platform, tenant);
    const other = await storeCustomer(platform, tenant);
    const request = { ...onPhone(own.customerId), params: { customerId: other.customerId } };
    const { status, body } = await call(wireCustomer(platform), getCustomer, request);
    expect([status, body.customerId]).toEqual([200, own.customerId]);
  });

  it('M-04 AN-32 registers the customer of the session and takes its OTP', async () => {
    const { customerId } = await storeCustomer(platform, tenant);
    const started = await bench.start(customerId, 'minimum', { ...onPhone(customerId), params: {} });
    expect(started.status).toBe(202);
    const { kycId } = started.body;
    const wrong = await bench.submit(customerId, kycId, { ...onPhone(customerId), otp: '123456' });
    expect([wrong.status, wrong.body.triesLeft]).toEqual([422, 2]);
    const done = await bench.submit(customerId, kycId, onPhone(customerId));
    expect([done.status, done.body.status]).toEqual([200, 'approved']);
    const shown = await call(wireKyc(platform), getKyc, onPhone(customerId));
    expect([shown.status, shown.body.level, shown.body.openCase]).toEqual([200, 'minimum', null]);
  });

  it("I9 takes no OTP for another customer's case, which answers like an unknown one", async () => {
    const own = await storeCustomer(platform, tenant);
    const other = await storeCustomer(platform, tenant);
    const { body } = await bench.start(other.customerId, 'minimum');
    const ids = [body.kycId, platform.ids.next('kyc', tenant), 'kyc_1'];
    const submit = (kycId: string) => bench.submit(other.customerId, kycId, { ...onPhone(own.customerId) });
    expectLikeUnknown(await Promise.all(ids.map(submit)), 'kyc_not_found');
    expect((await bench.cases.find(tenant, body.kycId))?.wrongTries).toEqual([]);
  });

  it("shows the own KYC, and nothing of another customer's", async () => {
    const own = await storeCustomer(platform, tenant);
    const other = await storeCustomer(platform, tenant, { level: 'full' });
    const request = { ...onPhone(own.customerId), params: { customerId: other.customerId } };
    const { body } = await call(wireKyc(platform), getKyc, request);
    expect([body.level, body.openCase]).toEqual(['none', null]);
  });
});
