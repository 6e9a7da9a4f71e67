import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KycOutcome } from '../../../functions/customers/domain/kyc-result.ts';
import { kycOutcomes } from '../../../functions/customers/domain/kyc-result.ts';
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
  bench = kycBench(platform, tenant);
});
afterAll(() => platform.stop());

const openCall = async () => {
  const { customerId } = await storeCustomer(platform, tenant);
  const { body } = await bench.start(customerId, 'full');
  return { customerId, kycId: String(body.kycId) };
};

const deliver = async (kycId: string, outcome: KycOutcome, occurredAt = platform.clock.now()) =>
  bench.results.apply(await bench.context(), kycId, { outcome, identityReference: 'idr_1', occurredAt });

const levelOf = async (customerId: string) => (await bench.customers.find(tenant, customerId))?.kycLevel;

describe('KycResults', () => {
  it('M-05 raises the level in the transaction of the approval', async () => {
    const { customerId, kycId } = await openCall();
    expect(await deliver(kycId, 'approved')).toBe('applied');
    expect(await bench.customers.find(tenant, customerId)).toMatchObject({ kycLevel: 'full', status: 'active' });
    expect(await bench.cases.find(tenant, kycId)).toMatchObject({ status: 'approved', evidence: 'idr_1' });
    expect(await bench.eventsOf(kycId)).toEqual(['kyc.started', 'kyc.approved']);
    expect(await bench.eventsOf(customerId)).toEqual(['customer.kyc_level_changed']);
    expect(await bench.placesOf(customerId)).toEqual([]);
    expect(await bench.timersOf(kycId)).toEqual([]);
  });

  it.each(kycOutcomes)('I3 applies %s once, however often it is delivered', async (outcome) => {
    const { kycId } = await openCall();
    const answers = [];
    for (const _ of [1, 2, 3, 4, 5]) answers.push(await deliver(kycId, outcome));
    expect(answers).toEqual(['applied', 'already', 'already', 'already', 'already']);
    expect(await bench.eventsOf(kycId)).toEqual(['kyc.started', `kyc.${outcome}`]);
  });

  it('I3 applies concurrent deliveries once', async () => {
    const { customerId, kycId } = await openCall();
    const answers = await Promise.allSettled([1, 2, 3, 4].map(() => deliver(kycId, 'approved')));
    const applied = answers.filter((answer) => answer.status === 'fulfilled' && answer.value === 'applied');
    expect(applied).toHaveLength(1);
    expect(await bench.eventsOf(kycId)).toEqual(['kyc.started', 'kyc.approved']);
    expect(await levelOf(customerId)).toBe('full');
  });

  it('I8 lets the end stand when the step before it is heard of later', async () => {
    const { customerId, kycId } = await openCall();
    expect(await deliver(kycId, 'approved')).toBe('applied');
    expect(await deliver(kycId, 'resubmission_required')).toBe('already');
    expect(await levelOf(customerId)).toBe('full');
  });

  it('keeps a case open that has to be taken up again, and closes it with the next result', async () => {
    const { customerId, kycId } = await openCall();
    expect(await deliver(kycId, 'resubmission_required')).toBe('applied');
    expect(await bench.placesOf(customerId)).toHaveLength(1);
    expect(await bench.timersOf(kycId)).toHaveLength(1);
    expect(await deliver(kycId, 'rejected')).toBe('applied');
    expect(await bench.placesOf(customerId)).toEqual([]);
    expect(await levelOf(customerId)).toBe('none');
  });

  it('never replaces one end by another', async () => {
    const { customerId, kycId } = await openCall();
    await deliver(kycId, 'rejected');
    expect(await deliver(kycId, 'approved')).toBe('not_allowed');
    expect(await levelOf(customerId)).toBe('none');
  });

  it('applies nothing that the vendor decided after the time of the case', async () => {
    const { kycId } = await openCall();
    const tooLate = platform.clock.now().add(Temporal.Duration.from({ hours: 24, milliseconds: 1 }));
    expect(await deliver(kycId, 'approved', tooLate)).toBe('not_allowed');
    expect(await bench.cases.find(tenant, kycId)).toMatchObject({ status: 'scheduled' });
  });

  it('applies nothing to a case that expired', async () => {
    const { customerId, kycId } = await openCall();
    const inTime = platform.clock.now();
    platform.clock.advance({ hours: 25 });
    await bench.expire(kycId);
    expect(await deliver(kycId, 'approved', inTime)).toBe('not_allowed');
    expect(await levelOf(customerId)).toBe('none');
  });

  it('does not raise a closed customer', async () => {
    const { customerId, kycId } = await openCall();
    const customer = await bench.customers.find(tenant, customerId);
    const closed = bench.customers.replace(tenant, { ...customer!, status: 'closed', sequence: 2 });
    await platform.table.transact([closed.write], randomUUID());
    expect(await deliver(kycId, 'approved')).toBe('not_allowed');
    expect(await levelOf(customerId)).toBe('none');
  });

  it('does not lower a better level that was reached meanwhile', async () => {
    const { customerId } = await storeCustomer(platform, tenant);
    const { body: otp } = await bench.start(customerId, 'minimum');
    const { body: video } = await bench.start(customerId, 'full');
    await deliver(video.kycId, 'approved');
    expect((await bench.submit(customerId, otp.kycId)).body.status).toBe('approved');
    expect(await levelOf(customerId)).toBe('full');
    expect(await bench.eventsOf(customerId)).toEqual(['customer.kyc_level_changed']);
  });

  it('knows neither an unknown case nor one of another tenant', async () => {
    const { kycId } = await openCall();
    const foreign = kycBench(platform, await platform.tenant());
    const result = { outcome: 'approved', occurredAt: platform.clock.now() } as const;
    expect(await foreign.results.apply(await foreign.context(), kycId, result)).toBe('unknown_case');
    expect(await deliver(platform.ids.next('kyc', tenant), 'approved')).toBe('unknown_case');
  });
});
