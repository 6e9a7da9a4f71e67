import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from 'aws-lambda';
import { wire } from '../../../../functions/balances/fold-journal/handler.ts';
import { balanceKey } from '../../../../functions/balances/infrastructure/dynamo-balance-store.ts';
import type { Item } from '../../../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { faultyTable } from '../../../support/faulty-table.ts';
import { streamEvent } from '../../../support/stream-changes.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { givenBalance } from '../given-movements.ts';
import { foldChanges } from '../given-partners.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let balanceId: string;
const done = { batchItemFailures: [] };

beforeAll(async () => {
  platform = await startTestPlatform();
});
beforeEach(async () => {
  tenant = await platform.tenant();
  balanceId = await givenBalance(platform, tenant);
});
afterAll(() => platform.stop());

const stored = async () => (await platform.table.get(balanceKey(tenant, balanceId))) ?? {};
const imageOf = async (available: bigint): Promise<Item> => ({ ...(await stored()), available });

const warnings = async () =>
  (await platform.items()).filter(({ type, tenantId }) => type === 'balance.overdrawn' && tenantId === tenant.tenantId);

/** Folds one change of the balance that stands at this place of the stream. */
const change = async ([from, to]: readonly [bigint, bigint], place: number, on: TestPlatform = platform) => {
  const event = streamEvent([{ before: await imageOf(from), after: await imageOf(to) }]);
  const [record] = event.Records;
  const named = { ...record, dynamodb: { ...record?.dynamodb, SequenceNumber: `p${String(place)}` } };
  return wire(on)({ Records: [named] }, {} as Context);
};

describe('foldJournal warns of overdrawn balances', () => {
  it.each([
    ['from above zero to below', [500n, -1n], 1],
    ['from zero itself to below', [0n, -900n], 1],
    ['down to zero and no further', [500n, 0n], 0],
    ['further down', [-1n, -900n], 0],
    ['up again', [-900n, 1n], 0],
  ] as const)('boundary case 24 %s', async (_, amounts, count) => {
    expect(await change(amounts, 1)).toEqual(done);
    expect(await warnings()).toHaveLength(count);
  });

  it('boundary case 24 with what is available, and no account number', async () => {
    await change([10n, -250n], 1);
    const [record, ...more] = await warnings();
    expect(more).toEqual([]);
    const { customerId, sequence, pk } = await stored();
    expect(sequence).toBe(2n);
    expect(record).toMatchObject({ pk, resourceType: 'balance', resourceId: balanceId, sequence: 2n });
    expect(JSON.parse(String(record?.['data']))).toEqual({
      balanceId,
      customerId,
      available: { amount: -250, currency: 'INR' },
    });
  });

  it('boundary case 24 once per crossing, however often the stream tells it, and again at the next one', async () => {
    for (const place of [1, 1, 1]) expect(await change([1n, -1n], place)).toEqual(done);
    await change([-1n, 900n], 2);
    await change([900n, -5n], 3);
    expect((await warnings()).map(({ sequence }) => sequence).sort()).toEqual([2n, 3n]);
  });

  it('boundary case 24 once when two readers are told at once', async () => {
    const answers = await Promise.all([change([1n, -1n], 1), change([1n, -1n], 1)]);
    expect(answers).toContainEqual(done);
    expect(await change([1n, -1n], 1)).toEqual(done);
    expect(await warnings()).toHaveLength(1);
  });

  it('reads nothing while money moves above zero or below it', async () => {
    const changes = [
      { before: await imageOf(900n), after: await imageOf(1n) },
      { before: await imageOf(-900n), after: await imageOf(-1n) },
      { after: await imageOf(0n) },
      { before: await imageOf(0n) },
    ];
    const { requests } = platform.counts();
    expect(await foldChanges(platform, changes)).toEqual(done);
    expect(platform.counts().requests).toBe(requests);
  });

  it('leaves an unreadable balance, or what the table did not take, to be repeated', async () => {
    const broken = { before: await imageOf(1n), after: { ...(await imageOf(-1n)), currency: 'shells' } };
    expect(await foldChanges(platform, [{ after: await imageOf(1n) }, broken])).toEqual({
      batchItemFailures: [{ itemIdentifier: 's1' }],
    });
    const table = faultyTable(platform.table, ({ kind }) => (kind === 'transact' ? { kind: 'throttled' } : undefined));
    const refused = await change([1n, -1n], 7, { ...platform, table });
    expect(refused).toEqual({ batchItemFailures: [{ itemIdentifier: 'p7' }] });
    expect(await warnings()).toEqual([]);
    expect(await change([1n, -1n], 7)).toEqual(done);
    expect(await warnings()).toHaveLength(1);
  });
});
