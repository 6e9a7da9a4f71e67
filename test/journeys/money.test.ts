import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { LocalPlatform } from '../../local/platform.ts';
import { startPlatform } from '../../local/start.ts';
import type { JourneyPlatform } from './platform.ts';
import { moneyStories } from './stories/money.ts';
import { inProcess } from './support/in-process.ts';

const storyLimitMs = 90_000;

const minor = z.coerce.bigint();
const entry = z.object({ legs: z.array(z.object({ account: z.string(), minor })).optional() });
const customerBalance = z.object({ balanceId: z.string(), available: minor, held: minor });
const partnerBalance = z.object({ partnerBalanceId: z.string(), available: minor });

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

describe('Money in the platform of one process', () => {
  let local: LocalPlatform | undefined;
  let platform: JourneyPlatform | undefined;

  beforeAll(async () => {
    local = await startPlatform();
    platform = await inProcess(local);
  });

  afterAll(async () => {
    await local?.stop();
  });

  for (const { title, run, timeoutMs } of moneyStories) {
    test(title, { timeout: timeoutMs ?? storyLimitMs }, async () => {
      if (platform === undefined) throw new Error('the platform did not start');
      await run(platform);
    });
  }

  test('I1 every journal entry sums to zero, and each account holds what its entries add up to', async () => {
    const items = (await local?.items()) ?? [];
    const itemsOf = <Schema extends z.ZodType>(name: string, schema: Schema) =>
      items.filter(({ item }) => item === name).map((item) => schema.parse(item));

    const entries = itemsOf('record', entry).flatMap(({ legs }) => (legs === undefined ? [] : [legs]));
    expect(entries.length).toBeGreaterThanOrEqual(8);
    for (const legs of entries) expect(sum(legs.map(({ minor }) => minor))).toBe(0n);

    const customers = itemsOf('balance', customerBalance);
    const partners = itemsOf('partner_balance', partnerBalance);
    expect([...customers, ...partners].every(({ available }) => available >= 0n)).toBe(true);
    const stored = [
      ...customers.map(({ balanceId, available, held }) => [`customer:${balanceId}`, available + held] as const),
      ...partners.map(({ partnerBalanceId, available }) => [`partner:${partnerBalanceId}`, available] as const),
    ];
    const journal = Map.groupBy(entries.flat(), ({ account }) => account);
    const posted = stored.map(([account]) => [account, sum((journal.get(account) ?? []).map(({ minor }) => minor))]);
    expect(posted).toEqual(stored);
    expect(stored.some(([account]) => account.startsWith('partner:'))).toBe(true);
  });

  test('M-27 nothing was given up on the way: no queue has dead letters', async () => {
    await local?.idle();
    expect(local?.deadLetters()).toEqual([]);
  });
});
