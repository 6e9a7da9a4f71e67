import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PartnerBalance } from '../../../../functions/balances/domain/partner-balance.ts';
import { sliceKey } from '../../../../functions/balances/infrastructure/deposit-slices.ts';
import { dynamoDepositEscrow } from '../../../../functions/balances/infrastructure/dynamo-deposit-escrow.ts';
import { wire as wireRebalance } from '../../../../functions/balances/rebalance-deposits/handler.ts';
import type { Item } from '../../../../functions/kernel/persistence/table.ts';
import type { WriteIntent } from '../../../../functions/kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import type { Context } from 'aws-lambda';
import { faultyTable } from '../../../support/faulty-table.ts';
import type { TestChange } from '../../../support/stream-changes.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { commitIntents } from '../given-deposits.ts';
import { foldChanges, givenPartner } from '../given-partners.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let purse: PartnerBalance;
let told: TestChange[];
let known: Map<string, Item>;
const done = { batchItemFailures: [] };

const storedSlices = async (): Promise<readonly Item[]> => {
  const { pk } = sliceKey(tenant, 'INR', 0);
  return (await platform.table.query({ pk, sk: { beginsWith: 'SLICE#' }, limit: 40 })).items;
};

/** What the stream tells of everything since the last call. */
const changes = async (): Promise<readonly TestChange[]> => {
  const news: TestChange[] = [];
  for (const after of await storedSlices()) {
    const before = known.get(String(after['sk']));
    if (before?.['version'] === after['version']) continue;
    known.set(String(after['sk']), after);
    news.push(before === undefined ? { after } : { before, after });
  }
  told.push(...news);
  return news;
};

beforeAll(async () => {
  platform = await startTestPlatform();
});
/** 8,000 paise, 200 in each slice; the level is 5,000. */
beforeEach(async () => {
  tenant = await platform.tenant();
  [told, known] = [[], new Map()];
  purse = await givenPartner(platform, tenant, {
    kind: 'deposit',
    available: 8_000n,
    alertEmail: 'money@company-x.example',
  });
  await foldChanges(platform, await changes());
});
afterAll(() => platform.stop());

const escrow = () => dynamoDepositEscrow(platform.table);

/** Does it to slices 0 to `count` − 1, 200 paise each, and tells the stream of each change by itself. */
const each = async (count: number, write: 'reserve' | 'release' | 'settle' | 'refund'): Promise<TestChange[]> => {
  const news: TestChange[] = [];
  for (let slice = 0; slice < count; slice += 1) {
    await commitIntents(platform, escrow()[write](tenant, { currency: 'INR', shares: [{ slice, amount: 200n }] }));
    news.push(...(await changes()));
  }
  return news;
};

const commit = (intents: readonly WriteIntent[]) => commitIntents(platform, intents);

const warnings = async () =>
  (await platform.items()).filter(
    ({ type, tenantId }) => type === 'partner_balance.low' && tenantId === tenant.tenantId,
  );

describe('foldJournal warns of low deposits', () => {
  it('AN-70 when their slices together fall below the level, whichever slice it was', async () => {
    expect(await foldChanges(platform, await each(15, 'reserve'))).toEqual(done);
    expect(await warnings()).toEqual([]);
    await commit(escrow().reserve(tenant, { currency: 'INR', shares: [{ slice: 30, amount: 1n }] }));
    await foldChanges(platform, await changes());
    const [record, ...more] = await warnings();
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      resourceId: purse.partnerBalanceId,
      sequence: 2n,
      pk: sliceKey(tenant, 'INR', 0).pk,
    });
    expect(JSON.parse(String(record?.['data']))).toEqual({
      partnerBalanceId: purse.partnerBalanceId,
      kind: 'deposit',
      available: { amount: 4_999, currency: 'INR' },
      lowBalanceThreshold: { amount: 5_000, currency: 'INR' },
    });
  });

  it('AN-70 once per crossing, however often and in which pieces the stream tells it', async () => {
    const news = await each(20, 'reserve');
    for (const batch of [news, news.slice(10), news, told]) expect(await foldChanges(platform, batch)).toEqual(done);
    expect(await warnings()).toHaveLength(1);
    await foldChanges(platform, await each(20, 'settle'));
    expect(await warnings()).toHaveLength(1);
  });

  it('AN-70 at every crossing, also when one batch tells of several', async () => {
    const news = [
      ...(await each(16, 'reserve')),
      ...(await each(16, 'release')),
      ...(await each(17, 'reserve')),
      ...(await each(5, 'refund')),
    ];
    await foldChanges(platform, news);
    expect((await warnings()).map(({ sequence }) => sequence).sort()).toEqual([2n, 3n]);
  });

  it('AN-70 once when two readers are told at once', async () => {
    const news = await each(20, 'reserve');
    const answers = await Promise.all([foldChanges(platform, news), foldChanges(platform, news)]);
    await foldChanges(platform, news);
    expect(answers).toContainEqual(done);
    expect(await warnings()).toHaveLength(1);
  });

  it('I20 AN-70 not when money moves between slices, in whatever order that is told', async () => {
    await commit(escrow().refund(tenant, { currency: 'INR', shares: [{ slice: 3, amount: 900n }] }));
    await foldChanges(platform, await each(20, 'reserve'));
    const before = await warnings();
    await commit(escrow().refund(tenant, { currency: 'INR', shares: [{ slice: 39, amount: 200n }] }));
    await foldChanges(platform, await changes());
    await wireRebalance(platform)({}, {} as Context);
    const moves = await changes();
    expect(moves.length).toBeGreaterThan(10);
    for (const move of [...moves, ...moves.toReversed()]) await foldChanges(platform, [move]);
    expect(await warnings()).toEqual(before);
  });

  it('writes nothing for a clearing, which leaves what is available as it was', async () => {
    await foldChanges(platform, await each(1, 'reserve'));
    const news = await each(1, 'settle');
    const before = platform.counts().writeUnits;
    expect(await foldChanges(platform, news)).toEqual(done);
    expect([news.length, platform.counts().writeUnits]).toEqual([1, before]);
  });

  it('keeps whom the mail would go to out of the level and out of the event', async () => {
    await foldChanges(platform, await each(20, 'reserve'));
    const holding = (await platform.items()).filter((item) =>
      JSON.stringify(Object.values(item).map(String)).includes('money@'),
    );
    expect(holding.map(({ item }) => item)).toEqual(holding.map(() => 'partner_balance'));
  });

  it('leaves the change of an unreadable slice, or what the table did not take, to be repeated', async () => {
    const news = await each(2, 'reserve');
    const broken = { after: { ...news[0]?.after, available: 'much' } };
    expect(await foldChanges(platform, [...news, broken])).toEqual({ batchItemFailures: [{ itemIdentifier: 's2' }] });
    const table = faultyTable(platform.table, ({ kind }) => (kind === 'transact' ? { kind: 'throttled' } : undefined));
    const more = await each(2, 'release');
    expect(await foldChanges({ ...platform, table }, more)).toEqual({ batchItemFailures: [{ itemIdentifier: 's0' }] });
    expect(await foldChanges(platform, more)).toEqual(done);
  });
});
