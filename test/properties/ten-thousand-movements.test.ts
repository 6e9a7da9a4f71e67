import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reloadPartnerBalance } from '../../functions/balances/reload-partner-balance/declaration.ts';
import { wire as wireReload } from '../../functions/balances/reload-partner-balance/handler.ts';
import { withdraw } from '../../functions/balances/withdraw/declaration.ts';
import { wire as wireWithdraw } from '../../functions/balances/withdraw/handler.ts';
import { recordItem } from '../../functions/kernel/events/record-item.ts';
import { money } from '../../functions/kernel/money/money.ts';
import type { Item } from '../../functions/kernel/persistence/table.ts';
import { startSeededTable } from '../../local/seeded-table.ts';
import { countedClient } from '../../local/table-client.ts';
import { LedgerCheck } from '../../scripts/ledger/ledger-check.ts';
import { verifyLedger } from '../../scripts/ledger/verify-table.ts';
import type { CardWorld } from '../functions/authorizations/card-bench.ts';
import { cardWorld, issuer } from '../functions/authorizations/card-bench.ts';
import { foldChanges, givenPartner } from '../functions/balances/given-partners.ts';
import { moneyBench } from '../functions/balances/money-bench.ts';
import { memoryPlatform, silentLog } from '../simulation/memory-platform.ts';
import { call } from '../support/http-call.ts';
import type { Dice } from '../support/seeded.ts';
import { seeded } from '../support/seeded.ts';
import { tableDefinition } from '../support/table-definition.ts';
import { tenantWithProgram } from '../support/stored-customer.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let own: TestPlatform;
beforeAll(async () => {
  own = { ...(await startTestPlatform({ ISSUER_SANDBOX_URL: 'http://127.0.0.1:9' })), log: silentLog };
});
afterAll(() => own.stop());

const balances = 40;
const foldedAtOnce = 100;

/** A tenant whose purse was reloaded by an operator, and empty balances with a card each: all its money has legs. */
const given = async (platform: TestPlatform) => {
  const tenant = await tenantWithProgram(platform);
  const { partnerBalanceId } = await givenPartner(platform, tenant);
  const { status } = await call(wireReload(platform), reloadPartnerBalance, {
    as: { staff: 'Admin', of: 'platform' },
    params: { partnerBalanceId },
    body: { amount: { amount: 100_000_000, currency: 'INR' }, reference: 'UTR 1' },
  });
  expect(status).toBe(201);
  const worlds: CardWorld[] = [];
  while (worlds.length < balances) worlds.push(await cardWorld(platform, tenant, { available: 0n }));
  return { tenant, worlds };
};

type Given = Awaited<ReturnType<typeof given>>;

/** Moves money in every way there is. Each returns whether the platform allowed it. */
const movers = (platform: TestPlatform, { tenant, worlds }: Given, dice: Dice) => {
  const bench = moneyBench(platform);
  const network = issuer(platform);
  const withdrawing = wireWithdraw(platform);
  const minor = () => dice.between(1, 90);
  const some = (): CardWorld => dice.pick(worlds);
  const amount = () => money(BigInt(minor()), 'INR');
  const cleared = async (type: 'authorization' | 'financial'): Promise<boolean> => {
    const world = some();
    const { decision, sent, approvedAmount } = await network.request(world, minor(), { type });
    if (decision !== 'approved' || type === 'financial') return decision === 'approved';
    const original = { id: sent.message.id, transmittedAt: platform.clock.now().round('millisecond') };
    const final = dice.chance(0.5);
    await network.tell(world, { kind: 'clearing', original, final, amount: money(BigInt(approvedAmount), 'INR') });
    return true;
  };
  const allowed = async (answer: Promise<{ readonly status: number }>): Promise<boolean> => (await answer).status < 300;
  return [
    () => allowed(bench.load(tenant, some().balanceId, minor() + 90)),
    () => allowed(bench.load(tenant, some().balanceId, minor() + 90)),
    () => allowed(bench.debit(tenant, some().balanceId, minor())),
    () => allowed(bench.transfer(tenant, { from: some().balanceId, to: some().balanceId, amount: minor() })),
    () => cleared('authorization'),
    () => cleared('authorization'),
    () => cleared('financial'),
    () => network.tell(some(), { kind: 'refund', amount: amount() }).then((outcome) => outcome === 'applied'),
    () => network.tell(some(), { kind: 'force_post', amount: amount() }).then((outcome) => outcome === 'applied'),
    () =>
      allowed(
        call(withdrawing, withdraw, {
          as: { tenant },
          params: { balanceId: some().balanceId },
          body: { amount: { amount: minor(), currency: 'INR' }, destination: { type: 'program' } },
          idempotencyKey: randomUUID(),
        }),
      ),
  ];
};

/** So many movements that took effect; then the stream has told all of them. */
const move = async (platform: TestPlatform, count: number): Promise<readonly number[]> => {
  const place = await given(platform);
  const dice = seeded(20_261_122);
  const ways = movers(platform, place, dice);
  const done = ways.map(() => 0);
  for (let moved = 0; moved < count;) {
    const way = dice.between(0, ways.length - 1);
    if ((await ways[way]?.()) !== true) continue;
    done[way] = (done[way] ?? 0) + 1;
    moved += 1;
  }
  const journal = (await platform.items())
    .filter(({ item }) => item === recordItem.name)
    .toSorted((left, right) => (String(left['eventId']) < String(right['eventId']) ? -1 : 1))
    .map((after) => ({ after }));
  for (let at = 0; at < journal.length; at += foldedAtOnce) {
    const { batchItemFailures } = await foldChanges(platform, journal.slice(at, at + foldedAtOnce));
    expect(batchItemFailures).toEqual([]);
  }
  return done;
};

/** Runs the command itself on a table that holds these items. @returns what it printed, line by line */
const runVerify = async (items: readonly Item[]): Promise<readonly string[]> => {
  const images = items.map((item) => marshall(item, { removeUndefinedValues: true }));
  const server = await startSeededTable({ name: 'nodal-local', definition: tableDefinition, items: images });
  try {
    const env = { ...process.env, DYNAMODB_ENDPOINT: server.endpoint, NODAL_DATA: '', NODAL_TABLE: '' };
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'ledger:verify'], { env });
    return stdout.trim().split('\n');
  } finally {
    await server.stop();
  }
};

describe('npm run ledger:verify', () => {
  it('I1 I16 I21 finds the ledger in order after 10,000 movements of every kind', async () => {
    const platform = memoryPlatform(own);
    const done = await move(platform, 10_000);
    expect(Math.min(...done)).toBeGreaterThan(100);
    const check = new LedgerCheck();
    for (const item of platform.table.items()) check.add(item);
    const { entries, differences, chain, totals } = check.report({ isNew: () => false, marks: [] });
    expect(differences).toEqual([]);
    expect(entries).toBeGreaterThan(10_000);
    expect(chain).toMatchObject({ waiting: 0, heads: [{ sequence: entries }] });
    expect(totals.reduce((sum, { minor }) => sum + minor, 0n)).toBe(0n);

    const printed = await runVerify(platform.table.items());
    expect(printed.join('\n')).toContain(String(entries));
    expect(printed.at(-1)).toBe('ledger: in order');
  });

  it('I1 I16 I21 finds it so on the real table after 300', async () => {
    await move(own, 300);
    const at = { client: countedClient(own.endpoint).client, table: 'nodal-test' };
    const lines: string[] = [];
    const { entries, differences } = await verifyLedger(at, (line) => lines.push(line), {
      graceSeconds: 0,
      clock: own.clock,
    });
    expect(differences).toEqual([]);
    expect(entries).toBeGreaterThan(300);
    expect(lines.at(-1)).toBe('ledger: in order');
  });
});
