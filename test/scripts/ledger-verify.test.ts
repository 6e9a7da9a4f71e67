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
import { rebuildLedger, verifyLedger } from '../../scripts/ledger/verify-table.ts';
import { foldChanges, givenPartner, journalRecord, moved, storedTotals } from '../functions/balances/given-partners.ts';
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
  const opening = { balanceId, customerId: platform.ids.next('cus', tenant), currency: 'INR', account } as const;
  const balance = { ...openBalance(opening, platform.clock.now()), posted: 400n, held: 150n };
  const record = moved(platform, tenant, [`partner:${partnerBalanceId}`, `customer:${balanceId}`, 400n]);
  const outcome = await platform.table.transact(
    [
      ...dynamoBalanceStore(platform.table, pager(platform.secrets))
        .create(tenant, balance)
        .map(({ write }) => write),
      ledgerWrites.chargePartner(tenant, 'credit', { minor: 400n, currency: 'INR' }).write,
      { kind: 'put', item: record },
    ],
    randomUUID(),
  );
  if (outcome.kind !== 'committed') throw new Error(`the load was ${outcome.kind}`);
  await foldEverything();
});
afterEach(() => platform.stop());

const at = () => ({ client: countedClient(platform.endpoint).client, table: 'nodal-test' });

const verify = async () => {
  const lines: string[] = [];
  const { differences } = await verifyLedger(at(), (line) => lines.push(line));
  return { lines, differences };
};

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

  it('I16 rebuilds the totals, to which what the stream tells again adds nothing', async () => {
    const before = await storedTotals(platform, tenant);
    const late = moved(platform, tenant, ['pooled', 'suspense', 5n]);
    await platform.table.write({ kind: 'put', item: late });
    await tamper({ pk: ledgerPartition(tenant), sk: 'pooled#INR' }, { minor: 7n });
    await platform.table.write({ kind: 'delete', key: { pk: ledgerPartition(tenant), sk: 'users#INR' } });
    const strayKey = { pk: ledgerPartition(tenant), sk: 'fees#INR' };
    const stray = { ...strayKey, item: 'ledger_total', account: 'fees', currency: 'INR', minor: 3n };
    await platform.table.write({ kind: 'put', item: stray });
    await rebuildLedger(at(), () => undefined);
    const rebuilt = { ...before, 'pooled#INR': -1_005n, 'suspense#INR': 5n };
    expect(await storedTotals(platform, tenant)).toEqual(rebuilt);
    await foldEverything();
    expect(await storedTotals(platform, tenant)).toEqual(rebuilt);
    expect((await verify()).differences).toEqual([]);
  });

  it('I21 ends with 0 when all is in order and with 1 when it is not', async () => {
    expect(await run()).toMatchObject({ code: 0, output: expect.stringContaining('ledger: in order') });
    await tamper({ pk: ledgerPartition(tenant), sk: 'pooled#INR' }, { minor: 0n });
    expect(await run()).toMatchObject({ code: 1, output: expect.stringContaining('ledger: 1 difference') });
    expect(await run(['--rebuild'])).toMatchObject({ code: 0, output: expect.stringContaining('rebuilt from 2') });
  }, 30_000);
});
