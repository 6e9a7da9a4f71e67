import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import type { AccountWorld } from '../functions/balances/given-accounts.ts';
import { startAccountWorld } from '../functions/balances/given-accounts.ts';

let world: AccountWorld;
let tenant: TenantContext;

beforeAll(async () => {
  world = await startAccountWorld();
  tenant = await world.bench.program();
});
afterAll(() => world.stop());

/** What a small PPI may hold and take in a month (rules 58 and 59), paise. */
const cap = 1_000_000n;

/** Amounts around the edge: some fit together to the paisa, some pass it by one. */
const amounts = fc.array(fc.constantFrom(1, 2, 333_333, 333_334, 499_999, 500_000, 999_999, 1_000_000, 1_000_001), {
  minLength: 1,
  maxLength: 5,
});

describe('Money that comes to accounts', () => {
  it('I1 I3 rules 58, 59: each movement is credited or sent back, once, and never a paisa beyond the limit', async () => {
    const deliveries = fc.array(fc.nat({ max: 4 }), { minLength: 0, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(amounts, deliveries, fc.boolean(), async (paid, order, atOnce) => {
        const { balanceId, accountId } = await world.account(tenant, { level: 'minimum' });
        const told = await Promise.all(paid.map((amount) => world.arrive(tenant, accountId, amount)));
        const played = order.flatMap((position) => told.slice(position, position + 1));
        if (atOnce) await Promise.all(played.map((credit) => world.tell(credit)));
        else for (const credit of played) await world.tell(credit);
        // What the crowd kept from its end is delivered again, as the queue does.
        for (const credit of told) expect(await world.tell(credit)).toBe(true);

        const ends = await Promise.all(told.map(({ data }) => world.decided(data['transferId'])));
        const outside = await Promise.all(told.map(({ data }) => world.twinCredit(data['transferId'])));
        expect(ends.map((end) => (end?.['state'] === 'credited' ? 'arrived' : 'returned'))).toEqual(
          outside.map((credit) => credit?.['status']),
        );
        const credited = paid.filter((_, position) => ends[position]?.['state'] === 'credited');
        const sum = credited.reduce((total, amount) => total + BigInt(amount), 0n);
        const movements = (await world.bench.recordsOf(balanceId)).filter(({ type }) => type === 'transaction.posted');
        expect(movements).toHaveLength(credited.length);
        expect(await world.bench.postedOf(tenant, balanceId)).toBe(sum);
        expect(sum <= cap).toBe(true);
        // Nothing went back that would have fitted.
        const sentBack = paid.filter((_, position) => ends[position]?.['state'] === 'returned');
        expect(sentBack.every((amount) => sum + BigInt(amount) > cap)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});
