import type { Context } from 'aws-lambda';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire as wireFold } from '../../functions/balances/fold-journal/handler.ts';
import { personOutstandingItem } from '../../functions/balances/infrastructure/limit-items.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { foldJournal, journalOf } from '../functions/balances/given-partners.ts';
import type { MoneyBench } from '../functions/balances/money-bench.ts';
import { moneyBench, newPhone } from '../functions/balances/money-bench.ts';
import type { TableFault } from '../support/faulty-table.ts';
import { faultyTable } from '../support/faulty-table.ts';
import { streamEvent } from '../support/stream-changes.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;
let bench: MoneyBench;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
});
afterAll(() => platform.stop());

interface Place {
  readonly tenants: readonly [TenantContext, TenantContext];
  readonly balances: readonly { readonly balanceId: string; readonly tenant: TenantContext }[];
}

/** One person with two balances at one tenant and one at another of the same issuer; beside it two other people. */
const given = async (): Promise<Place> => {
  const tenants = [await bench.program(), await bench.program()] as const;
  const [here, there] = tenants;
  const phone = newPhone();
  const customerId = await bench.customer(here, { phone });
  const of = async (tenant: TenantContext, traits: Parameters<MoneyBench['balance']>[1]) => ({
    tenant,
    balanceId: await bench.balance(tenant, traits),
  });
  const balances = [
    await of(here, { customerId }),
    await of(here, { customerId }),
    await of(here, {}),
    await of(there, { phone }),
    await of(there, {}),
  ];
  return { tenants, balances };
};

const at = fc.nat({ max: 4 });
const fault = fc.constantFrom<TableFault | undefined>(
  undefined,
  undefined,
  { kind: 'conflict', position: 1 },
  { kind: 'silent before' },
  { kind: 'silent after' },
  { kind: 'crash after' },
);

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('load', 'debit', 'transfer'),
      on: at,
      to: at,
      amount: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(9_000_000, 19_999_990)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('tell'),
      second: fc.boolean(),
      from: fc.nat(20),
      length: fc.integer({ min: 1, max: 20 }),
      faults: fc.array(fault, { maxLength: 3 }),
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** The stream tells some stretch of a tenant's journal, perhaps once more, to a reader that may fail. */
const tell = async (place: Place, { second, from, length, faults }: Extract<Step, { second: boolean }>) => {
  const journal = await journalOf(platform, place.tenants[second ? 1 : 0]);
  let transactions = 0;
  const table = faultyTable(platform.table, ({ kind }) => {
    if (kind !== 'transact') return undefined;
    transactions += 1;
    return faults[transactions - 1];
  });
  const start = journal.length === 0 ? 0 : from % journal.length;
  const told = wireFold({ ...platform, table })(streamEvent(journal.slice(start, start + length)), {} as Context);
  await Promise.race([told, table.crashed]);
};

const play = async (place: Place, one: Step): Promise<void> => {
  if ('second' in one) return tell(place, one);
  const { tenant, balanceId } = place.balances[one.on]!;
  const to = place.balances[one.to]!.balanceId;
  const { status } =
    one.kind === 'load'
      ? await bench.load(tenant, balanceId, one.amount)
      : one.kind === 'debit'
        ? await bench.debit(tenant, balanceId, one.amount)
        : await bench.transfer(tenant, { from: balanceId, to, amount: one.amount });
  expect([201, 400, 402, 404, 409, 422]).toContain(status);
};

/** What each person's balances hold, and what its total says. */
const totalsOf = async ({ balances }: Place) => {
  const held = new Map<string, bigint>();
  for (const { tenant, balanceId } of balances) {
    const { person, posted = 0n } = (await bench.store.find(tenant, balanceId)) ?? {};
    if (person === undefined) expect(posted).toBe(0n);
    else held.set(person, (held.get(person) ?? 0n) + posted);
  }
  return Promise.all(
    [...held].map(async ([person, posted]) => {
      const item = await platform.table.get({ pk: person, sk: 'OUTSTANDING' });
      return { posted, counted: item === undefined ? 0n : personOutstandingItem.decode(item).outstanding };
    }),
  );
};

const settled = async (place: Place): Promise<void> => {
  // Nothing runs any more, but the stream has not told all: a total may be too high, and never too low.
  for (const { posted, counted } of await totalsOf(place)) expect(counted).toBeGreaterThanOrEqual(posted);
  for (const tenant of place.tenants) await foldJournal(platform, tenant);
  for (const tenant of place.tenants) await foldJournal(platform, tenant);
  for (const { posted, counted } of await totalsOf(place)) {
    expect(counted).toBe(posted);
    expect(counted).toBeLessThanOrEqual(20_000_000n);
  }
};

describe('What a person holds over all tenants of an issuer (rule 70)', () => {
  it('I16 is the sum of its balances in the end, and never counted too low before', async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 20 }), async (steps) => {
      const place = await given();
      for (const one of steps) await play(place, one);
      await settled(place);
    });
    await fc.assert(property, { numRuns: 12 });
  });

  it('I16 is so too when movements and the stream run at once', async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
      const place = await given();
      await Promise.all(place.balances.map(({ tenant, balanceId }) => bench.load(tenant, balanceId, 500)));
      await Promise.all(steps.map((one) => play(place, one)));
      await settled(place);
    });
    await fc.assert(property, { numRuns: 12 });
  });
});
