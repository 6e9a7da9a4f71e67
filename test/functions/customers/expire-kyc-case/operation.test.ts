import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { KycBench } from '../../../support/kyc-bench.ts';
import { kycBench } from '../../../support/kyc-bench.ts';
import { storeCustomer } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let bench: KycBench;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
  bench = kycBench(platform, tenant);
});
afterAll(() => platform.stop());

const openCase = async (level: 'minimum' | 'full') => {
  const { customerId } = await storeCustomer(platform, tenant);
  const { body } = await bench.start(customerId, level);
  return { customerId, kycId: String(body.kycId) };
};

describe('expireKycCase', () => {
  it.each([
    ['minimum', { minutes: 5 }],
    ['full', { hours: 24 }],
  ] as const)('ends a %s case when its time has passed, and frees its place', async (level, time) => {
    const { customerId, kycId } = await openCase(level);
    platform.clock.advance(time);
    await bench.expire(kycId);
    expect(await bench.cases.find(tenant, kycId)).toMatchObject({ status: 'expired' });
    expect(await bench.eventsOf(kycId)).toEqual(['kyc.started', 'kyc.expired']);
    expect(await bench.placesOf(customerId)).toEqual([]);
    expect((await bench.start(customerId, level)).status).toBe(202);
  });

  it('I3 changes nothing when it fires again', async () => {
    const { kycId } = await openCase('minimum');
    platform.clock.advance({ minutes: 6 });
    for (const _ of [1, 2, 3]) await bench.expire(kycId);
    expect(await bench.eventsOf(kycId)).toEqual(['kyc.started', 'kyc.expired']);
  });

  it('leaves a case that ended in time as it is', async () => {
    const { customerId, kycId } = await openCase('minimum');
    await bench.submit(customerId, kycId);
    platform.clock.advance({ minutes: 6 });
    await bench.expire(kycId);
    expect(await bench.cases.find(tenant, kycId)).toMatchObject({ status: 'approved' });
  });

  it('asks to be fired again when it is early on the tenant’s clock', async () => {
    const { kycId } = await openCase('minimum');
    await expect(bench.expire(kycId)).rejects.toThrow('not due yet');
    expect(await bench.cases.find(tenant, kycId)).toMatchObject({ status: 'otp_pending' });
  });

  it('has nothing to do for a case that does not exist', async () => {
    const before = await platform.items();
    await bench.expire(platform.ids.next('kyc', tenant));
    expect(await platform.items()).toHaveLength(before.length);
  });
});
