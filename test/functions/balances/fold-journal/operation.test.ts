import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from 'aws-lambda';
import { wire } from '../../../../functions/balances/fold-journal/handler.ts';
import { dynamoPartnerStore } from '../../../../functions/balances/infrastructure/dynamo-partner-store.ts';
import { partnerKey } from '../../../../functions/balances/infrastructure/dynamo-ledger.ts';
import type { Item } from '../../../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { faultyTable } from '../../../support/faulty-table.ts';
import type { TestChange } from '../../../support/stream-changes.ts';
import { streamEvent } from '../../../support/stream-changes.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import {
  chainFindings as findings,
  foldChanges,
  givenPartner,
  journalRecord,
  moved,
  storedChain,
  storedTotals,
} from '../given-partners.ts';

let platform: TestPlatform;
let tenant: TenantContext;
const done = { batchItemFailures: [] };

beforeAll(async () => {
  platform = await startTestPlatform();
});
beforeEach(async () => {
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const load = (minor: bigint): TestChange => ({
  after: moved(platform, tenant, ['partner:pbl_1', 'customer:bal_1', minor]),
});
const failedAt = (position: number) => ({ batchItemFailures: [{ itemIdentifier: `s${String(position)}` }] });

describe('foldJournal adds the journal up', () => {
  it('I16 into one total per contra account and currency, and one for all users and all partners', async () => {
    const legs = [
      { account: 'customer:bal_1', currency: 'USD', minor: -30n },
      { account: 'fees', currency: 'USD', minor: 10n },
      { account: 'revenue', currency: 'USD', minor: 20n },
    ] as const;
    const changes = [
      { after: moved(platform, tenant, ['pooled', 'partner:pbl_1', 1_000n]) },
      load(600n),
      { after: moved(platform, tenant, ['customer:bal_1', 'settlement', 250n]) },
      { after: moved(platform, tenant, ['customer:bal_1', 'suspense', 1n]) },
      { after: journalRecord(platform, tenant, legs) },
    ];
    expect(await foldChanges(platform, changes)).toEqual(done);
    expect(await storedTotals(platform, tenant)).toEqual({
      'pooled#INR': -1_000n,
      'partners#INR': 400n,
      'users#INR': 349n,
      'settlement#INR': 250n,
      'suspense#INR': 1n,
      'users#USD': -30n,
      'fees#USD': 10n,
      'revenue#USD': 20n,
    });
  });

  it('I16 once, although the stream repeats a batch or parts of it', async () => {
    const changes = [load(1n), load(20n), load(300n), load(4_000n)];
    await foldChanges(platform, changes.slice(0, 3));
    await foldChanges(platform, changes.slice(1));
    await foldChanges(platform, changes);
    await foldChanges(platform, [...changes, ...changes]);
    expect(await storedTotals(platform, tenant)).toEqual({ 'partners#INR': -4_321n, 'users#INR': 4_321n });
  });

  it('for each tenant by itself', async () => {
    const other = await platform.tenant();
    await foldChanges(platform, [load(5n), { after: moved(platform, other, ['pooled', 'customer:bal_9', 7n]) }]);
    expect(await storedTotals(platform, tenant)).toEqual({ 'partners#INR': -5n, 'users#INR': 5n });
    expect(await storedTotals(platform, other)).toEqual({ 'pooled#INR': -7n, 'users#INR': 7n });
  });

  it('and takes from the stream nothing but new records with legs', async () => {
    const { after = {} } = load(9n);
    const item: Item = { pk: 'T#x', sk: 'CUSTOMER', item: 'customer' };
    const changes = [
      { after: item },
      { after: journalRecord(platform, tenant) },
      { before: after },
      { before: after, after },
    ];
    expect(await foldChanges(platform, changes)).toEqual(done);
    expect(await storedTotals(platform, tenant)).toEqual({});
  });

  it('in full batches of the stream, more than one transaction holds', async () => {
    const changes = Array.from({ length: 100 }, () => load(3n));
    expect(await foldChanges(platform, changes)).toEqual(done);
    expect(await storedTotals(platform, tenant)).toEqual({ 'partners#INR': -300n, 'users#INR': 300n });
  });

  it('up to an entry that cannot be read, which it reports without its content', async () => {
    const poison = { after: { ...load(2n).after, legs: 'secret' } };
    expect(await foldChanges(platform, [load(1n), poison, load(3n)])).toEqual(failedAt(1));
    expect(await storedTotals(platform, tenant)).toEqual({ 'partners#INR': -1n, 'users#INR': 1n });
    expect(platform.logLines().join('\n')).toContain('journal_entry_unreadable');
    expect(platform.logLines().join('\n')).not.toContain('secret');
  });

  it('up to an account that the chart does not have', async () => {
    const strange = { after: moved(platform, tenant, ['pooled', 'elsewhere', 1n]) };
    expect(await foldChanges(platform, [load(4n), strange, load(1n)])).toEqual(failedAt(1));
    expect(await storedTotals(platform, tenant)).toEqual({ 'partners#INR': -4n, 'users#INR': 4n });
  });

  it('and reports the first entry of a transaction that the table did not take', async () => {
    const refusing = {
      ...platform,
      table: faultyTable(platform.table, ({ kind }) => (kind === 'transact' ? { kind: 'throttled' } : undefined)),
    };
    const item: Item = { pk: 'T#x', sk: 'CUSTOMER', item: 'customer' };
    const changes = [{ after: item }, load(1n)];
    expect(await foldChanges(refusing, changes)).toEqual(failedAt(1));
    expect(await foldChanges(platform, changes)).toEqual(done);
    expect(await storedTotals(platform, tenant)).toEqual({ 'partners#INR': -1n, 'users#INR': 1n });
  });

  it('I16 once, although the table fell silent after it had written', async () => {
    let silent = true;
    const table = faultyTable(platform.table, ({ kind }) => {
      if (kind !== 'transact' || !silent) return undefined;
      silent = false;
      return { kind: 'silent after' };
    });
    expect(await foldChanges({ ...platform, table }, [load(8n), load(1n)])).toEqual(done);
    expect(await storedTotals(platform, tenant)).toEqual({ 'partners#INR': -9n, 'users#INR': 9n });
  });
});

const chainOf = async (of: TenantContext) => (await storedChain(platform, of)).flatMap(({ links }) => links);
const idOf = ({ after = {} }: TestChange): string => String(after['eventId']);

describe('foldJournal chains the journal', () => {
  it('design 4 every entry once and in order, one block for all of a batch', async () => {
    const other = await platform.tenant();
    const mine = [load(1n), load(2n), load(3n)];
    const theirs = { after: moved(platform, other, ['pooled', 'customer:bal_9', 7n]) };
    await foldChanges(platform, [...mine.slice(0, 2), theirs, ...mine.slice(2)]);
    const [block, ...more] = await storedChain(platform, tenant);
    expect(more).toEqual([]);
    expect(block).toMatchObject({ number: 1, first: 1, previous: '', origin: 'stream' });
    expect(block?.links.map(({ eventId }) => eventId)).toEqual(mine.map(idOf));
    expect((await chainOf(other)).map(({ eventId }) => eventId)).toEqual([idOf(theirs)]);
  });

  it('design 4 behind what is chained already', async () => {
    await foldChanges(platform, [load(1n), load(2n)]);
    await foldChanges(platform, [load(3n)]);
    const [first, second] = await storedChain(platform, tenant);
    expect(second).toMatchObject({ number: 2, first: 3, previous: first?.hash });
  });

  it('design 4 also a transfer between two customers, which changes no total', async () => {
    const between = { after: moved(platform, tenant, ['customer:bal_1', 'customer:bal_2', 9n]) };
    await foldChanges(platform, [between]);
    expect((await chainOf(tenant)).map(({ eventId }) => eventId)).toEqual([idOf(between)]);
    expect(await storedTotals(platform, tenant)).toEqual({});
  });

  it('I16 once, although the stream repeats batches, parts of them, or an entry within one', async () => {
    const changes = [load(1n), load(2n), load(3n)];
    await foldChanges(platform, [...changes.slice(0, 2), ...changes.slice(0, 1)]);
    await foldChanges(platform, changes.slice(1));
    await foldChanges(platform, changes);
    expect((await chainOf(tenant)).map(({ eventId }) => eventId)).toEqual(changes.map(idOf));
    expect(await storedTotals(platform, tenant)).toEqual({ 'partners#INR': -6n, 'users#INR': 6n });
  });

  it('I16 once and in one order, although several shards tell of the same tenant at once', async () => {
    const shards = Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => load(1n)));
    const answers = await Promise.all(shards.map((changes) => foldChanges(platform, changes)));
    expect(answers).toEqual(shards.map(() => done));
    const blocks = await storedChain(platform, tenant);
    expect(findings(blocks, shards.flat()).faults).toEqual([]);
    expect(blocks.flatMap(({ links }) => links)).toHaveLength(20);
  });

  it('I21 over all that its item holds, save for what is attached and may change', async () => {
    const change = load(1n);
    await foldChanges(platform, [change]);
    const blocks = await storedChain(platform, tenant);
    const attached = { ...change.after, attached: { status: 'done' }, gsi2pk: 'T#x', gsi2sk: '1' };
    expect(findings(blocks, [{ after: attached }]).faults).toEqual([]);
    for (const part of ['actor', 'at', 'data', 'legs', 'type', 'resourceId', 'requestId', 'sk', 'gsi1sk', 'evidence']) {
      const changed = { after: { ...change.after, [part]: 'x' } };
      expect(findings(blocks, [changed]).faults).toEqual([{ kind: 'entry_changed', eventId: idOf(change) }]);
    }
  });

  it('B12 costs a fifth of a write unit per entry in a full batch, beside the mark', async () => {
    const changes = Array.from({ length: 90 }, () => load(1n));
    const before = platform.counts().writeUnits;
    await foldChanges(platform, changes);
    const marks = 2 * changes.length;
    const perEntry = (platform.counts().writeUnits - before - marks) / changes.length;
    expect(perEntry).toBeGreaterThan(0);
    expect(perEntry).toBeLessThanOrEqual(0.25);
  });
});

const purse = async (available: bigint): Promise<Item> => {
  const found = await platform.table.get(partnerKey(tenant, 'credit', 'INR'));
  return { ...found, available };
};

const records = async () =>
  (await platform.items()).filter(
    ({ type, tenantId }) => type === 'partner_balance.low' && tenantId === tenant.tenantId,
  );

/** Folds one change of the purse that stands at this place of the stream. */
const change = async (from: bigint, to: bigint, place: number) => {
  const event = streamEvent([{ before: await purse(from), after: await purse(to) }]);
  const [record] = event.Records;
  const named = { ...record, dynamodb: { ...record?.dynamodb, SequenceNumber: `p${String(place)}` } };
  return wire(platform)({ Records: [named] }, {} as Context);
};

describe('foldJournal warns of low partner balances', () => {
  it.each([
    ['from above to below', [6_000n, 4_999n], 1],
    ['from the level itself to below', [5_000n, 4_999n], 1],
    ['down to the level and no further', [6_000n, 5_000n], 0],
    ['further down', [4_999n, 100n], 0],
    ['up again', [4_999n, 6_000n], 0],
  ] as const)('AN-70 %s', async (_, [from, to], count) => {
    await givenPartner(platform, tenant);
    expect(await change(from, to, 1)).toEqual(done);
    expect(await records()).toHaveLength(count);
  });

  it('AN-70 with level and amount, and without whom the mail would go to', async () => {
    const { partnerBalanceId } = await givenPartner(platform, tenant, { alertEmail: 'money@company-x.example' });
    await change(6_000n, 10n, 1);
    const [record] = await records();
    expect(record).toMatchObject({ resourceType: 'partner_balance', resourceId: partnerBalanceId, sequence: 2n });
    expect(JSON.parse(String(record?.['data']))).toEqual({
      partnerBalanceId,
      kind: 'credit',
      available: { amount: 10, currency: 'INR' },
      lowBalanceThreshold: { amount: 5_000, currency: 'INR' },
    });
  });

  it('AN-70 once per crossing, however often the stream tells it, and again at the next one', async () => {
    await givenPartner(platform, tenant);
    for (const place of [1, 1, 1]) await change(6_000n, 10n, place);
    await change(10n, 9_000n, 2);
    await change(9_000n, 20n, 3);
    const sequences = (await records()).map(({ sequence }) => sequence).sort();
    expect(sequences).toEqual([2n, 3n]);
  });

  it('AN-70 reads nothing while money moves above the level', async () => {
    await givenPartner(platform, tenant);
    const [before, after] = [await purse(9_000n), await purse(8_000n)];
    const { requests } = platform.counts();
    await foldChanges(platform, [{ before, after }]);
    expect(platform.counts().requests).toBe(requests);
  });

  it('leaves the change of an unreadable partner balance to be repeated', async () => {
    await givenPartner(platform, tenant);
    const broken = { ...(await purse(1n)), currency: 'shells' };
    expect(await foldChanges(platform, [load(1n), { before: broken, after: broken }])).toEqual(failedAt(1));
    expect((await dynamoPartnerStore(platform.table).findByKind(tenant, 'credit', 'INR'))?.available).toBe(0n);
  });
});
