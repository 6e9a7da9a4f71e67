import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VerifiedLevel } from '../../../functions/customers/domain/customer.ts';
import { methodOf } from '../../../functions/customers/domain/kyc-case.ts';
import { dynamoKycCaseDirectory } from '../../../functions/customers/infrastructure/dynamo-kyc-case-directory.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { KycBench } from '../../support/kyc-bench.ts';
import { kycBench } from '../../support/kyc-bench.ts';
import { storeCustomer } from '../../support/stored-customer.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let bench: KycBench;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
beforeEach(() => {
  bench = kycBench(platform, tenant);
});
afterAll(() => platform.stop());

const customerAt = async (traits: Parameters<typeof storeCustomer>[2] = {}) =>
  (await storeCustomer(platform, tenant, traits)).customerId;

const newId = () => platform.ids.next('kyc', tenant);

const ensure = async (customerId: string, level: VerifiedLevel, kycId = newId()) =>
  bench.verification.ensure(await bench.context(), { kycId, customerId, level, method: methodOf[level] });

const outcomeOf = async (kycId: string) => bench.verification.outcome(await bench.context(), kycId);

describe('Verification', () => {
  it('AN-03 is satisfied by the level or a better one', async () => {
    expect(await ensure(await customerAt({ level: 'minimum' }), 'minimum')).toEqual({ kind: 'satisfied' });
    expect(await ensure(await customerAt({ level: 'full' }), 'minimum')).toEqual({ kind: 'satisfied' });
    expect(bench.provider.started).toEqual([]);
  });

  it('opens the case under the id that it was given', async () => {
    const customerId = await customerAt();
    const kycId = newId();
    expect(await ensure(customerId, 'full', kycId)).toEqual({ kind: 'open', kycId });
    expect(await bench.eventsOf(kycId)).toEqual(['kyc.started']);
  });

  it('I3 opens one case however often the step is repeated, even after the case has ended', async () => {
    const customerId = await customerAt();
    const kycId = newId();
    for (const _ of [1, 2, 3]) expect(await ensure(customerId, 'minimum', kycId)).toEqual({ kind: 'open', kycId });
    for (const _ of [1, 2, 3]) await bench.submit(customerId, kycId, { otp: '111111' });
    expect(await ensure(customerId, 'minimum', kycId)).toEqual({ kind: 'open', kycId });
    expect(bench.provider.started).toHaveLength(1);
    expect(await outcomeOf(kycId)).toBe('failed');
  });

  it('waits for a case of the level that is open already', async () => {
    const customerId = await customerAt();
    const { body } = await bench.start(customerId, 'full');
    expect(await ensure(customerId, 'full')).toEqual({ kind: 'open', kycId: body.kycId });
  });

  it('lets two steps that race wait for one case', async () => {
    const customerId = await customerAt();
    const standings = await Promise.all([ensure(customerId, 'full'), ensure(customerId, 'full')]);
    expect(standings[0]).toEqual(standings[1]);
    expect(await bench.placesOf(customerId)).toHaveLength(1);
  });

  it('tells how a case ended, and nothing while it is open', async () => {
    const customerId = await customerAt();
    const kycId = newId();
    await ensure(customerId, 'minimum', kycId);
    expect(await outcomeOf(kycId)).toBeUndefined();
    await bench.submit(customerId, kycId);
    expect(await outcomeOf(kycId)).toBe('approved');
    await expect(outcomeOf(newId())).rejects.toMatchObject({ code: 'kyc_not_found' });
  });

  it('AN-34 takes a case for approved once its level is reached by another way', async () => {
    const customerId = await customerAt();
    const [otp, video] = [newId(), newId()];
    await ensure(customerId, 'minimum', otp);
    await ensure(customerId, 'full', video);
    expect([await outcomeOf(otp), await outcomeOf(video)]).toEqual([undefined, undefined]);
    const result = { outcome: 'approved', occurredAt: platform.clock.now() } as const;
    await bench.results.apply(await bench.context(), video, result);
    expect([await outcomeOf(otp), await outcomeOf(video)]).toEqual(['approved', 'approved']);
    expect(await dynamoKycCaseDirectory(platform.table).coveredBy(tenant, video)).toEqual([otp]);
    expect(await dynamoKycCaseDirectory(platform.table).coveredBy(tenant, otp)).toEqual([]);
  });

  it('refuses by name: no customer, one that is not in order, a method that does not lead there', async () => {
    await expect(ensure(platform.ids.next('cus', tenant), 'full')).rejects.toMatchObject({
      code: 'customer_not_found',
    });
    await expect(ensure(await customerAt({ status: 'suspended' }), 'full')).rejects.toMatchObject({
      code: 'invalid_state',
    });
    const order = { kycId: newId(), customerId: await customerAt(), level: 'full', method: 'aadhaar_otp' } as const;
    await expect(bench.verification.ensure(await bench.context(), order)).rejects.toMatchObject({
      code: 'invalid_state',
    });
    bench.provider.silence(true);
    await expect(ensure(await customerAt(), 'full')).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  });
});

describe('KycCaseDirectory', () => {
  it('names the vendor’s case, its method and whether a result is waited for', async () => {
    const directory = dynamoKycCaseDirectory(platform.table);
    const customerId = await customerAt();
    const { body } = await bench.start(customerId, 'minimum');
    const { kycId } = body;
    const entry = { kycId, externalId: `kv_${kycId}`, method: 'aadhaar_otp' };
    expect(await directory.find(tenant, kycId)).toEqual({ ...entry, open: true });
    await bench.submit(customerId, kycId);
    expect(await directory.find(tenant, kycId)).toEqual({ ...entry, open: false });
    expect(await directory.find(await platform.tenant(), kycId)).toBeUndefined();
  });
});
