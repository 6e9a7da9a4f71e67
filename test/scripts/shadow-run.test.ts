import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../functions/kernel/money/money.ts';
import type { CardWorld } from '../functions/authorizations/card-bench.ts';
import { startMessageBench } from '../functions/authorizations/message-bench.ts';
import { moneyBench, newPhone } from '../functions/balances/money-bench.ts';

type Bench = Awaited<ReturnType<typeof startMessageBench>>;

const merchant = (mcc: string, country: string) => ({ name: 'Corner shop', mcc, country });

let bench: Bench;
let world: CardWorld;

const shadowRun = (...options: readonly string[]): Promise<{ code: number | null; lines: readonly string[] }> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('../../scripts/shadow-run.ts', import.meta.url));
    const child = spawn(process.execPath, [script, ...options], {
      env: { ...process.env, DYNAMODB_ENDPOINT: bench.platform.endpoint, NODAL_TABLE: 'nodal-test' },
    });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve({ code, lines: output.trim().split('\n') });
    });
  });

/**
 * Two lakhs that a person was loaded with, of which 10,000 rupees went to somebody else and 1,000 to another balance of the
 * same person; a card that paid at home, abroad and for cash; a refund.
 */
beforeAll(async () => {
  bench = await startMessageBench();
  const { platform, tenant } = bench;
  const purses = moneyBench(platform);
  await purses.purse(tenant, 100_000_000n);
  const phone = newPhone();
  const customerId = await purses.customer(tenant, { phone });
  const [own, second] = [await purses.balance(tenant, { customerId }), await purses.balance(tenant, { customerId })];
  const other = await purses.balance(tenant);
  const answers = [
    await purses.load(tenant, own, 19_000_000),
    await purses.transfer(tenant, { from: own, to: other, amount: 1_000_000 }),
    await purses.transfer(tenant, { from: own, to: second, amount: 100_000 }),
    await purses.debit(tenant, own, 17_900_000),
  ];
  const refused = answers.find(({ status }) => status !== 201);
  if (refused !== undefined) throw new Error(`a movement was answered ${refused.status}`);
  world = await bench.world({ available: 21_000_000n });
  await bench.network.tell(world, {
    kind: 'force_post',
    amount: money(20_000_000n, 'INR'),
    merchant: merchant('5411', 'IN'),
  });
  await bench.network.tell(world, { kind: 'force_post', amount: money(1n, 'INR'), merchant: merchant('6011', 'IN') });
  await bench.network.tell(world, { kind: 'force_post', amount: money(2n, 'INR'), merchant: merchant('5411', 'AE') });
  await bench.network.tell(world, { kind: 'refund', amount: money(3n, 'INR') });
});
afterAll(() => bench.platform.stop());

describe('npm run policies:shadow', () => {
  it('SH-33 reports what the drafts would have refused of what happened, and names no person', async () => {
    const { code, lines } = await shadowRun();
    expect(code).toBe(0);
    expect(lines.slice(0, 6)).toEqual([
      'shadow: 6 movements, 5 drafts',
      'draft.ppi2026.full.debitMonthMaxMinor@2026-04-22: 2 refused, 1 persons, INR 3 minor',
      'draft.ppi2026.full.p2pMonthMaxMinor@2026-04-22: 0 refused, 0 persons, INR 0 minor',
      'draft.ppi2026.full.cashLoadMonthMaxMinor@2026-04-22: 0 refused, 0 persons, INR 0 minor',
      'draft.ppi2026.small.convertWithinMonths@2026-04-22: 0 refused, 0 persons, INR 0 minor',
      'draft.ppi2026.crossBorder@2026-04-22: 1 refused, 1 persons, INR 2 minor',
    ]);
    const singles = lines.slice(6);
    expect(singles).toHaveLength(3);
    expect(singles.join('\n')).toMatch(
      /txn_\w+ (?:cash_out|purchase): draft\.ppi2026\.full\.debitMonthMaxMinor@2026-04-22/u,
    );
    expect(singles.filter((line) => line.includes('PERSON') || line.includes('cus_'))).toEqual([]);
  });

  it('leaves out what happened before the moment given', async () => {
    const since = bench.platform.clock.now().add({ seconds: 1 }).toString();
    expect((await shadowRun('--since', since)).lines[0]).toBe('shadow: 0 movements, 5 drafts');
  });

  it('changes nothing in the table', async () => {
    const before = await bench.platform.items();
    await shadowRun();
    expect(await bench.platform.items()).toEqual(before);
  });

  it('ends with an error when the moment cannot be read', async () => {
    expect((await shadowRun('--since', 'yesterday')).code).not.toBe(0);
  });
});
