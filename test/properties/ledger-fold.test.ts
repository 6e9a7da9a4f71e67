import fc from 'fast-check';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totalsOf } from '../../functions/balances/domain/ledger-totals.ts';
import { wire } from '../../functions/balances/fold-journal/handler.ts';
import type { Currency } from '../../functions/kernel/money/currency.ts';
import type { Leg } from '../../functions/kernel/money/leg.ts';
import type { Item } from '../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { chainFindings, journalRecord, storedChain, storedTotals } from '../functions/balances/given-partners.ts';
import type { TableFault } from '../support/faulty-table.ts';
import { faultyTable } from '../support/faulty-table.ts';
import { streamEvent } from '../support/stream-changes.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const account = fc.constantFrom(
  ...['pooled', 'settlement', 'fees', 'revenue', 'suspense', 'customer:bal_1', 'customer:bal_2', 'partner:pbl_1'],
);
const currency = fc.constantFrom<Currency>('INR', 'JPY', 'KWD');

/** A balanced entry: some legs, and one more that takes the rest. */
const entry: fc.Arbitrary<readonly Leg[]> = fc
  .record({
    currency,
    legs: fc.array(fc.record({ account, minor: fc.bigInt({ min: 1n, max: 10n ** 12n }) }), {
      minLength: 1,
      maxLength: 4,
    }),
    last: account,
  })
  .map((drawn) => {
    const legs = drawn.legs.map((leg) => ({ ...leg, currency: drawn.currency }));
    const rest = -legs.reduce((sum, { minor }) => sum + minor, 0n);
    return [...legs, { account: drawn.last, currency: drawn.currency, minor: rest }];
  });

const fault = fc.constantFrom<TableFault | undefined>(
  undefined,
  undefined,
  undefined,
  { kind: 'throttled' },
  { kind: 'conflict', position: 1 },
  { kind: 'silent before' },
  { kind: 'silent after' },
  { kind: 'crash before' },
  { kind: 'crash after' },
);

/** A reader that is handed a stretch of the stream; where it starts and ends has nothing to do with what was done. */
const delivery = fc.record({
  from: fc.nat(40),
  length: fc.integer({ min: 1, max: 40 }),
  faults: fc.array(fault, { maxLength: 4 }),
});

const history = fc.record({
  entries: fc.array(fc.record({ legs: entry, second: fc.boolean() }), { minLength: 1, maxLength: 40 }),
  deliveries: fc.array(delivery, { maxLength: 6 }),
  concurrent: fc.boolean(),
});

const deliver = async (records: readonly Item[], faults: readonly (TableFault | undefined)[]): Promise<void> => {
  let transactions = 0;
  const table = faultyTable(platform.table, ({ kind }) => {
    if (kind !== 'transact') return undefined;
    transactions += 1;
    return faults[transactions - 1];
  });
  const handled = wire({ ...platform, table })(streamEvent(records.map((after) => ({ after }))), {} as Context);
  await Promise.race([handled, table.crashed]);
};

const journalOf = (entries: readonly (readonly Leg[])[]): Record<string, bigint> => {
  const sums = totalsOf(entries.flat());
  return Object.fromEntries(sums.map((total) => [`${total.account}#${total.currency}`, total.minor]));
};

const withoutZeros = (totals: Record<string, bigint>): Record<string, bigint> =>
  Object.fromEntries(Object.entries(totals).filter(([, minor]) => minor !== 0n));

describe('Ledger totals and hash chains', () => {
  it('I16 hold the journal, each entry once, after duplicates, overlaps, gaps, lost answers and crashes at any point', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ entries, deliveries, concurrent }) => {
        const tenants: readonly [TenantContext, TenantContext] = [await platform.tenant(), await platform.tenant()];
        const ownerOf = (second: boolean): TenantContext => tenants[second ? 1 : 0];
        const records = entries.map(({ legs, second }) => journalRecord(platform, ownerOf(second), legs));
        const runs = deliveries.map(
          ({ from, length, faults }) =>
            () =>
              deliver(records.slice(from % records.length, (from % records.length) + length), faults),
        );
        if (concurrent) await Promise.all(runs.map((run) => run()));
        else for (const run of runs) await run();
        // In the end the stream has told everything.
        await deliver(records, []);
        for (const second of [false, true]) {
          const own = entries.filter((one) => one.second === second).map(({ legs }) => legs);
          expect(withoutZeros(await storedTotals(platform, ownerOf(second)))).toEqual(journalOf(own));
          const { tenantId } = ownerOf(second);
          const journal = records.filter((record) => record['tenantId'] === tenantId).map((after) => ({ after }));
          expect(chainFindings(await storedChain(platform, ownerOf(second)), journal).faults).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
