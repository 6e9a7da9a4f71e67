import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBalance } from '../../functions/balances/domain/balance.ts';
import { balanceKey, dynamoBalanceStore } from '../../functions/balances/infrastructure/dynamo-balance-store.ts';
import { ledgerWrites, partnerKey } from '../../functions/balances/infrastructure/dynamo-ledger.ts';
import { ledgerPartition } from '../../functions/balances/infrastructure/dynamo-ledger-fold.ts';
import { reloadPartnerBalance } from '../../functions/balances/reload-partner-balance/declaration.ts';
import { wire as wireReload } from '../../functions/balances/reload-partner-balance/handler.ts';
import { pager } from '../../functions/kernel/persistence/page.ts';
import type { Item, Key } from '../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { countedClient } from '../../local/table-client.ts';
import { tenantMarkOf } from '../../scripts/ledger/chain-audit.ts';
import type { VerifyOptions } from '../../scripts/ledger/verify-table.ts';
import { appendToChains, rebuildLedger, verifyLedger } from '../../scripts/ledger/verify-table.ts';
import {
  foldChanges,
  givenPartner,
  journalRecord,
  moved,
  storedChain,
  storedTotals,
} from '../functions/balances/given-partners.ts';
import { call } from '../support/http-call.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;
let tenant: TenantContext;
let balanceId: string;
let partnerBalanceId: string;

const foldEverything = async (): Promise<void> => {
  const items = await platform.items();
  await foldChanges(
    platform,
    items.map((after) => ({ after })),
  );
};

/** A purse that was reloaded with 1,000 paise, 400 of which a customer was loaded with. */
beforeEach(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
  ({ partnerBalanceId } = await givenPartner(platform, tenant));
  const answer = await call(wireReload(platform), reloadPartnerBalance, {
    as: { staff: 'Admin', of: 'platform' },
    params: { partnerBalanceId },
    body: { amount: { amount: 1_000, currency: 'INR' }, reference: 'UTR 1' },
  });
  if (answer.status !== 201) throw new Error(`the reload answered ${answer.status}`);
  balanceId = platform.ids.next('bal', tenant);
  const account = { externalId: `acc_${balanceId}`, number: '4400112233' };
  const opening = {
    balanceId,
    customerId: platform.ids.next('cus', tenant),
    currency: 'INR',
    account,
    level: 'full',
  } as const;
  const balance = { ...openBalance(opening, platform.clock.now()), posted: 400n, held: 150n };
  const record = moved(platform, tenant, [`partner:${partnerBalanceId}`, `customer:${balanceId}`, 400n]);
  const outcome = await platform.table.transact(
    [
      ...dynamoBalanceStore(platform.table, pager(platform.secrets))
        .create(tenant, balance)
        .map(({ write }) => write),
      ledgerWrites.chargePartner(tenant, { minor: 400n, currency: 'INR' }).write,
      { kind: 'put', item: record },
    ],
    randomUUID(),
  );
  if (outcome.kind !== 'committed') throw new Error(`the load was ${outcome.kind}`);
  await foldEverything();
});
afterEach(() => platform.stop());

const at = () => ({ client: countedClient(platform.endpoint).client, table: 'nodal-test' });

const verify = async (options: VerifyOptions = { graceSeconds: 0, clock: platform.clock }) => {
  const lines: string[] = [];
  const { differences, chain } = await verifyLedger(at(), (line) => lines.push(line), options);
  return { lines, differences, chain };
};

const chainKey = async (): Promise<Key> => {
  const [block] = (await platform.items()).filter(({ item }) => item === 'chain_block');
  return { pk: String(block?.['pk']), sk: String(block?.['sk']) };
};

const changed = (eventId: unknown): string =>
  `${tenant.tenantId} chain: ${String(eventId)} was changed after it was chained`;
const unlinked = (eventId: unknown): string =>
  `${tenant.tenantId} chain: ${String(eventId)} is in the journal and not in the chain`;

const tamper = async (key: Key, change: Item): Promise<void> => {
  await platform.table.write({ kind: 'put', item: { ...(await platform.table.get(key)), ...change } });
};

const journalKey = async (account: string): Promise<Key> => {
  const found = (await platform.items()).find(({ legs }) => {
    const named: readonly unknown[] = Array.isArray(legs) ? legs : [];
    return named.some((leg) => typeof leg === 'object' && leg !== null && 'account' in leg && leg.account === account);
  });
  return { pk: String(found?.['pk']), sk: String(found?.['sk']) };
};

const run = (options: readonly string[] = []): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('../../scripts/ledger-verify.ts', import.meta.url));
    const child = spawn(process.execPath, [script, ...options], {
      env: { ...process.env, DYNAMODB_ENDPOINT: platform.endpoint, NODAL_TABLE: 'nodal-test' },
    });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve({ code, output });
    });
  });

describe('npm run ledger:verify', () => {
  it('I1 I16 finds a ledger in order, and prints its trial balance', async () => {
    const { lines, differences } = await verify();
    expect(differences).toEqual([]);
    expect(lines).toEqual([
      'ledger: 2 entries, 1 balances, 1 partner balances in nodal-test',
      'INR: users 400, partners 600, pooled -1000; sum 0',
      expect.stringMatching(new RegExp(`^chain head ${tenant.tenantId}:2:[A-Za-z0-9_-]{43}$`, 'u')),
      'ledger: in order',
    ]);
  });

  it('I21 finds a balance that was changed without the journal', async () => {
    await tamper(balanceKey(tenant, balanceId), { available: 9_000n });
    expect((await verify()).differences).toEqual([
      `${tenant.tenantId} customer:${balanceId} INR: 9150 is stored, the journal says 400`,
    ]);
  });

  it('I21 finds a partner balance that was changed without the journal', async () => {
    await tamper(partnerKey(tenant, 'credit', 'INR'), { available: 601n });
    expect((await verify()).differences).toEqual([
      `${tenant.tenantId} partner:${partnerBalanceId} INR: 601 is stored, the journal says 600`,
    ]);
  });

  it('I16 finds a total that was changed', async () => {
    await tamper({ pk: ledgerPartition(tenant), sk: 'pooled#INR' }, { minor: -999n });
    expect((await verify()).differences).toEqual([
      `${tenant.tenantId} pooled INR: -999 is the total, the journal says -1000`,
    ]);
  });

  it('I21 finds a journal entry that was removed', async () => {
    await platform.table.write({ kind: 'delete', key: await journalKey(`customer:${balanceId}`) });
    const { differences } = await verify();
    expect(differences).toContain(`${tenant.tenantId} customer:${balanceId} INR: 400 is stored, the journal says 0`);
    expect(differences).toContain(`${tenant.tenantId} users INR: 400 is the total, the journal says 0`);
  });

  it('I1 I21 finds a leg that was changed', async () => {
    const key = await journalKey(`customer:${balanceId}`);
    const legs = [
      { account: `partner:${partnerBalanceId}`, currency: 'INR', minor: -400n },
      { account: `customer:${balanceId}`, currency: 'INR', minor: 401n },
    ];
    await tamper(key, { legs });
    const { differences } = await verify();
    expect(differences).toContain(`${key.pk} ${key.sk} is not a sound record: UnbalancedEntry`);
    expect(differences).toContain('the trial balance of INR is 1 and not zero');
    expect(differences).toContain(`${tenant.tenantId} customer:${balanceId} INR: 400 is stored, the journal says 401`);
  });

  it('I21 finds an entry of an account that nobody holds, and an item that cannot be read', async () => {
    const record = moved(platform, tenant, ['customer:bal_gone', 'settlement', 5n]);
    const broken: Item = { ...journalRecord(platform, tenant), legs: 'all of them' };
    await platform.table.write({ kind: 'put', item: record });
    await platform.table.write({ kind: 'put', item: broken });
    const { differences } = await verify();
    expect(differences).toContain(`${tenant.tenantId} customer:bal_gone INR: 0 is stored, the journal says -5`);
    expect(differences).toContain(`${String(broken['pk'])} ${String(broken['sk'])} is not a sound record: ZodError`);
  });

  it.each([
    ['who', { actor: 'staff:Admin:somebody' }],
    ['when', { at: '2020-01-01T00:00:00.000Z' }],
    ['what for', { data: '{"reference":"another"}' }],
    ['on what evidence', { evidence: '{}' }],
  ] as const)('I21 finds an entry that says otherwise %s it was, and names it', async (_, change) => {
    const key = await journalKey(`customer:${balanceId}`);
    const entry = await platform.table.get(key);
    await tamper(key, change);
    expect((await verify()).differences).toEqual([changed(entry?.['eventId'])]);
  });

  it('I21 lets what is attached to an entry change', async () => {
    await tamper(await journalKey(`customer:${balanceId}`), { attached: { status: 'done' } });
    expect((await verify()).differences).toEqual([]);
  });

  it('I21 finds a block whose links were changed, and one that was removed', async () => {
    const key = await chainKey();
    const { links = [] } = (await platform.table.get(key)) ?? {};
    await tamper(key, { links: Array.isArray(links) ? [...links].reverse() : [] });
    const is = `${tenant.tenantId} chain: block 1`;
    expect((await verify()).differences).toEqual([`${is} was changed: its links do not lead to its hash`]);
    await tamper(key, { number: 3 });
    expect((await verify()).differences).toContain(`${key.pk} ${key.sk} is not a sound chain_block: RangeError`);
    await platform.table.write({ kind: 'delete', key });
    platform.clock.advance({ seconds: 61 });
    const ids = (await platform.items()).filter(({ legs }) => legs !== undefined).map(({ eventId }) => eventId);
    expect([...(await verify()).differences].sort()).toEqual(ids.map(unlinked).sort());
  });

  it('I21 finds a chain that was written anew from its start, by a head that was kept elsewhere', async () => {
    const { chain, lines } = await verify();
    const printed = lines.find((line) => line.startsWith('chain head '))?.slice('chain head '.length) ?? '';
    const marks = [tenantMarkOf(printed)];
    expect(marks).toEqual(chain.heads);
    const options = { graceSeconds: 0, clock: platform.clock, marks };
    expect((await verify(options)).differences).toEqual([]);
    await tamper(await journalKey(`customer:${balanceId}`), { actor: 'system:nobody' });
    await platform.table.write({ kind: 'delete', key: await chainKey() });
    await appendToChains(at(), () => undefined);
    expect((await verify()).differences).toEqual([]);
    expect((await verify(options)).differences).toEqual([
      `${tenant.tenantId} chain: link 2 is not the one that was written down`,
    ]);
    expect(() => tenantMarkOf('ten_1:0:abc')).toThrow('<tenantId>:<links>:<hash>');
  });

  it('design 4 gives the newest entries time to be chained', async () => {
    const record = moved(platform, tenant, ['pooled', 'suspense', 5n]);
    await platform.table.write({ kind: 'put', item: record });
    expect((await verify()).differences).not.toContain(unlinked(record['eventId']));
    expect((await verify()).lines).toContain('chain: 1 new entries are not in it yet');
    platform.clock.advance({ seconds: 61 });
    expect((await verify({ clock: platform.clock })).differences).toContain(unlinked(record['eventId']));
    expect((await verify({ clock: platform.clock, graceSeconds: 90 })).chain.waiting).toBe(1);
  });

  it('I16 rebuilds the totals of what is chained; the rest comes with the stream, and the chain stays', async () => {
    const before = await storedTotals(platform, tenant);
    const chain = await storedChain(platform, tenant);
    const late = moved(platform, tenant, ['pooled', 'suspense', 5n]);
    await platform.table.write({ kind: 'put', item: late });
    await tamper({ pk: ledgerPartition(tenant), sk: 'pooled#INR' }, { minor: 7n });
    await platform.table.write({ kind: 'delete', key: { pk: ledgerPartition(tenant), sk: 'users#INR' } });
    const strayKey = { pk: ledgerPartition(tenant), sk: 'fees#INR' };
    const stray = { ...strayKey, item: 'ledger_total', account: 'fees', currency: 'INR', minor: 3n };
    await platform.table.write({ kind: 'put', item: stray });
    await rebuildLedger(at(), () => undefined);
    expect(await storedTotals(platform, tenant)).toEqual(before);
    expect(await storedChain(platform, tenant)).toEqual(chain);
    await foldEverything();
    expect(await storedTotals(platform, tenant)).toEqual({ ...before, 'pooled#INR': -1_005n, 'suspense#INR': 5n });
    expect((await verify()).differences).toEqual([]);
  });

  it('design 4 chains by the operator what the stream lost, which then adds nothing when it is told after all', async () => {
    const chain = await storedChain(platform, tenant);
    const lost = moved(platform, tenant, ['pooled', 'suspense', 5n]);
    await platform.table.write({ kind: 'put', item: lost });
    const lines: string[] = [];
    await appendToChains(at(), (line) => lines.push(line));
    expect(lines).toEqual([
      `ledger: ${tenant.tenantId} ${String(lost['eventId'])} goes to the end of the chain`,
      'ledger: 1 entries chained by the operator',
      'ledger: totals rebuilt from 3 entries',
    ]);
    await foldEverything();
    const [block, ...more] = (await storedChain(platform, tenant)).slice(chain.length);
    expect(block).toMatchObject({ origin: 'operator', links: [{ eventId: lost['eventId'] }] });
    expect(more).toEqual([]);
    expect((await verify()).differences).toEqual([]);
  });

  it('I21 ends with 0 when all is in order and with 1 when it is not', async () => {
    expect(await run()).toMatchObject({ code: 0, output: expect.stringContaining('ledger: in order') });
    await tamper({ pk: ledgerPartition(tenant), sk: 'pooled#INR' }, { minor: 0n });
    expect(await run()).toMatchObject({ code: 1, output: expect.stringContaining('ledger: 1 difference') });
    expect(await run(['--rebuild'])).toMatchObject({ code: 0, output: expect.stringContaining('rebuilt from 2') });
  }, 30_000);
});
