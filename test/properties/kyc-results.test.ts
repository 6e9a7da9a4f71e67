import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KycOutcome } from '../../functions/customers/domain/kyc-result.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import type { KycBench } from '../support/kyc-bench.ts';
import { kycBench } from '../support/kyc-bench.ts';
import { storeCustomer } from '../support/stored-customer.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let bench: KycBench;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
  bench = kycBench(platform, tenant);
});
afterAll(() => platform.stop());

const levelAfter = { approved: 'full', rejected: 'none', abandoned: 'none' } as const;

describe('results of a KYC case, on a real table', () => {
  it('I3 I8 store the state of one delivery, delivered 1 to 5 times in any order and at once', async () => {
    const end = fc.constantFrom('approved', 'rejected', 'abandoned');
    const deliveries = fc.array(fc.constantFrom<KycOutcome | 'end'>('resubmission_required', 'end'), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(end, deliveries, fc.boolean(), async (final, played, atOnce) => {
        const { customerId } = await storeCustomer(platform, tenant);
        const { body } = await bench.start(customerId, 'full');
        const kycId = String(body.kycId);
        const context = await bench.context();
        const occurredAt = platform.clock.now();
        const apply = (outcome: KycOutcome) => bench.results.apply(context, kycId, { outcome, occurredAt });
        const outcomes = [...played, 'end' as const].map((name) => (name === 'end' ? final : name));
        // A conflict is what the queue delivers again: the last delivery below stands for that.
        if (atOnce) await Promise.allSettled(outcomes.map(apply));
        else for (const outcome of outcomes) await apply(outcome);
        await apply(final);
        expect((await bench.cases.find(tenant, kycId))?.status).toBe(final);
        expect((await bench.customers.find(tenant, customerId))?.kycLevel).toBe(levelAfter[final]);
        const events = await bench.eventsOf(kycId);
        expect(events.filter((type) => type === `kyc.${final}`)).toHaveLength(1);
        expect(await bench.placesOf(customerId)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
