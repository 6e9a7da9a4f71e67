import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reloadPartnerBalance } from '../../../functions/balances/reload-partner-balance/declaration.ts';
import { wire as wireReload } from '../../../functions/balances/reload-partner-balance/handler.ts';
import type { Item } from '../../../functions/kernel/persistence/table.ts';
import { call } from '../../support/http-call.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import { startTestPlatform } from '../../support/test-platform.ts';
import { givenPartner } from './given-partners.ts';
import type { MoneyBench } from './money-bench.ts';
import { inr, moneyBench } from './money-bench.ts';

let platform: TestPlatform;
let bench: MoneyBench;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
});
afterAll(() => platform.stop());

type Send = () => Promise<{ status: number; headers: Readonly<Record<string, unknown>>; body: unknown }>;

/** Each movement under one key, as often as it is called. */
const movements: Readonly<Record<string, () => Promise<Send>>> = {
  loadBalance: async () => {
    const tenant = await bench.program();
    const [balanceId, key] = [await bench.balance(tenant), randomUUID()];
    return () => bench.load(tenant, balanceId, { amount: 500, key });
  },
  debitBalance: async () => {
    const tenant = await bench.program();
    const [balanceId, key] = [await bench.balance(tenant, { posted: 5_000n }), randomUUID()];
    return () => bench.debit(tenant, balanceId, { amount: 500, key });
  },
  transfer: async () => {
    const tenant = await bench.program();
    const sent = {
      from: await bench.balance(tenant, { posted: 5_000n }),
      to: await bench.balance(tenant),
      amount: 500,
    };
    const key = randomUUID();
    return () => bench.transfer(tenant, sent, key);
  },
  reloadPartnerBalance: async () => {
    const { partnerBalanceId } = await givenPartner(platform, await platform.tenant());
    const request = {
      as: { staff: 'Admin', of: 'platform' } as const,
      params: { partnerBalanceId },
      body: { amount: inr(500), reference: 'UTR 4711' },
      idempotencyKey: randomUUID(),
    };
    return () => call(wireReload(platform), reloadPartnerBalance, request);
  },
};

/** Everything that is stored but keys; in one order. */
const money = async (): Promise<readonly Item[]> =>
  (await platform.items())
    .filter(({ item }) => item !== 'idempotency')
    .toSorted((left, right) =>
      `${String(left['pk'])} ${String(left['sk'])}` < `${String(right['pk'])} ${String(right['sk'])}` ? -1 : 1,
    );

describe('The key of a movement', () => {
  it.each(Object.keys(movements))('I3 I4 %s repeated after 25 hours and after a year moves nothing', async (name) => {
    const send = await movements[name]!();
    const first = await send();
    expect(first.status).toBe(201);
    const before = await money();
    for (const later of [{ hours: 25 }, { hours: 24 * 366 }]) {
      platform.clock.advance(later);
      const repeat = await send();
      expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
      expect(repeat.body).toEqual(first.body);
    }
    expect(await money()).toEqual(before);
  });
});
