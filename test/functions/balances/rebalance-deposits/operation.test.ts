import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoDepositEscrow } from '../../../../functions/balances/infrastructure/dynamo-deposit-escrow.ts';
import { wire } from '../../../../functions/balances/rebalance-deposits/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { faultyTable } from '../../../support/faulty-table.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { commitIntents, slicesOf, sumsOf } from '../given-deposits.ts';
import { givenPartner } from '../given-partners.ts';

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
});
/** 8,000 paise, 200 in each slice. */
beforeEach(async () => {
  tenant = await platform.tenant();
  await givenPartner(platform, tenant, { kind: 'deposit', available: 8_000n });
});
afterAll(() => platform.stop());

const run = (on: TestPlatform = platform) => wire(on)({}, {} as Context);
const availables = async () => (await slicesOf(platform, tenant)).map(({ available }) => available);

const write = (part: 'reserve' | 'refund', slice: number, amount: bigint) =>
  commitIntents(
    platform,
    dynamoDepositEscrow(platform.table)[part](tenant, { currency: 'INR', shares: [{ slice, amount }] }),
  );

/** Slice 0 empty, slice 1 rich. */
const unevenly = async () => {
  await write('reserve', 0, 200n);
  await write('refund', 1, 1_800n);
};

describe('rebalanceDeposits', () => {
  it('I20 raises the poor to the mean from the richest, and leaves the rest, what is held and the sum', async () => {
    await unevenly();
    await run();
    const after = await availables();
    expect(after[0]).toBe(240n);
    expect(after[1]).toBe(1_760n);
    expect(after.slice(2)).toEqual(after.slice(2).map(() => 200n));
    expect(await sumsOf(platform, tenant)).toEqual({ available: 9_600n, held: 200n, moved: 0n });
  });

  it('I20 books nothing and records nothing', async () => {
    await unevenly();
    const before = (await platform.items()).length;
    await run();
    expect((await platform.items()).length).toBe(before);
  });

  it.each([
    ['only the poorest is out of bounds', [['reserve', 0, 150n]]],
    ['only the richest is out of bounds', [['refund', 1, 500n]]],
    ['they are even', []],
  ] as const)('leaves slices alone when %s', async (_, writes) => {
    for (const [part, slice, amount] of writes) await write(part, slice, amount);
    const before = await slicesOf(platform, tenant);
    await run();
    expect(await slicesOf(platform, tenant)).toEqual(before);
  });

  it("goes over every tenant's deposits, and leaves credits alone", async () => {
    await unevenly();
    const first = tenant;
    tenant = await platform.tenant();
    await givenPartner(platform, tenant, { kind: 'credit', available: 70n });
    await givenPartner(platform, tenant, { kind: 'deposit', available: 8_000n });
    await unevenly();
    await run();
    const second = await availables();
    tenant = first;
    expect([(await availables())[0], second[0]]).toEqual([240n, 240n]);
  });

  it('I20 changes nothing when a slice gives less than was seen, and evens out at the next run', async () => {
    await unevenly();
    let isOutrun = false;
    const table = faultyTable(platform.table, () => undefined);
    const outrun = {
      ...platform,
      table: {
        ...table,
        transact: async (writes: Parameters<typeof table.transact>[0], token: string) => {
          if (!isOutrun) await write('reserve', 1, 1_990n);
          isOutrun = true;
          return table.transact(writes, token);
        },
      },
    };
    await run(outrun);
    expect(isOutrun).toBe(true);
    expect((await availables()).slice(0, 2)).toEqual([0n, 10n]);
    expect(await sumsOf(platform, tenant)).toEqual({ available: 7_610n, held: 2_190n, moved: 0n });
    await write('refund', 2, 1_000n);
    await run();
    expect((await availables()).slice(0, 2)).toEqual([215n, 215n]);
  });

  it('I20 moves once, although the table fell silent after it had written', async () => {
    await unevenly();
    let silent = true;
    const table = faultyTable(platform.table, ({ kind }) => {
      if (kind !== 'transact' || !silent) return undefined;
      silent = false;
      return { kind: 'silent after' };
    });
    await run({ ...platform, table });
    expect((await availables()).slice(0, 2)).toEqual([240n, 1_760n]);
    expect(await sumsOf(platform, tenant)).toEqual({ available: 9_600n, held: 200n, moved: 0n });
  });
});
