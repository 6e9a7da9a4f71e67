import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dynamoLimitUsage } from '../../../../functions/balances/infrastructure/dynamo-person-limits.ts';
import { personOutstandingItem } from '../../../../functions/balances/infrastructure/limit-items.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { windowAt } from '../../../../functions/policies/window.ts';
import type { BankBench } from '../bank-bench.ts';
import { startBankBench } from '../bank-bench.ts';
import { inr } from '../money-bench.ts';

let bench: BankBench;
let tenant: TenantContext;

beforeAll(async () => {
  bench = await startBankBench();
  tenant = await bench.money.program(0n);
});
afterAll(() => bench.stop());
afterEach(() => bench.faults(tenant, 0));

const given = async (atBank: number, traits: Parameters<BankBench['money']['balance']>[1] = {}) => {
  const balanceId = await bench.money.balance(tenant, traits);
  return { balanceId, token: await bench.link(tenant, balanceId, atBank) };
};

const standing = async ({ balanceId, token }: { balanceId: string; token: string }) => [
  await bench.money.postedOf(tenant, balanceId),
  await bench.atBank(tenant, token),
];

const timersOf = async (loadId: string) =>
  (await bench.platform.items()).filter((item) => item['item'] === 'timer' && item['key'] === loadId);

describe('loadBalance from a bank account', () => {
  it('M-18 PP-01 collects the money and is completed at once, without the credit of the program', async () => {
    const place = await given(10_000);
    const { status, body } = await bench.load(tenant, place.balanceId, { amount: 2_500, token: place.token });
    expect(status).toBe(201);
    expect(body).toEqual({
      loadId: expect.stringMatching(/^lod_/) as string,
      balanceId: place.balanceId,
      status: 'completed',
      amount: inr(2_500),
      source: { type: 'bank_account', token: place.token },
      transactionId: expect.stringMatching(/^txn_/) as string,
    });
    expect(await standing(place)).toEqual([2_500n, 7_500n]);
    expect(await bench.money.purseOf(tenant)).toBe(0n);
    const shown = await bench.show(tenant, body.loadId);
    expect([shown.status, shown.body]).toEqual([200, body]);
    expect(await timersOf(body.loadId)).toEqual([]);
  });

  it('I1 writes one journal entry between the nodal account and the customer', async () => {
    const place = await given(10_000);
    const { body } = await bench.load(tenant, place.balanceId, { amount: 700, token: place.token });
    const [record, ...more] = await bench.money.recordsOf(place.balanceId);
    expect([more, record?.['resourceId']]).toEqual([[], body.transactionId]);
    expect(record?.['legs']).toEqual([
      { account: 'pooled', currency: 'INR', minor: -700n },
      { account: `customer:${place.balanceId}`, currency: 'INR', minor: 700n },
    ]);
  });

  it('PP-15 answers 402 when the account is short; the load has failed and limits nobody', async () => {
    const place = await given(99, { level: 'minimum' });
    const { status, body } = await bench.load(tenant, place.balanceId, { amount: 100, token: place.token });
    expect([status, body.code, body.detail]).toEqual([402, 'insufficient_funds', 'bank_account']);
    expect(await standing(place)).toEqual([0n, 99n]);
    const item = (await bench.platform.items()).find(
      (stored) => stored['item'] === 'load' && stored['balanceId'] === place.balanceId,
    );
    const loadId = String(item?.['loadId']);
    expect((await bench.show(tenant, loadId)).body).toEqual({
      loadId,
      balanceId: place.balanceId,
      status: 'failed',
      amount: inr(100),
      source: { type: 'bank_account', token: place.token },
      failure: 'insufficient_funds',
    });
    expect((await bench.money.recordsOf(loadId)).map((record) => record['type'])).toEqual(['load.failed']);
    expect(await timersOf(loadId)).toEqual([]);
    const outstanding = await bench.platform.table.get({ pk: String(item?.['person']), sk: 'OUTSTANDING' });
    expect(outstanding === undefined ? 0n : personOutstandingItem.decode(outstanding).outstanding).toBe(0n);
    const customerId = await bench.customerOf(tenant, place.balanceId);
    const month = windowAt('month', bench.platform.clock.now());
    expect(await dynamoLimitUsage(bench.platform.table).read(tenant, customerId, month.name)).toEqual({ load: 0n });
  });

  it('rule 58 is refused by a limit before anything is collected', async () => {
    const place = await given(5_000_000, { level: 'minimum' });
    const { status, body } = await bench.load(tenant, place.balanceId, { amount: 1_000_001, token: place.token });
    expect([status, body.code]).toEqual([422, 'limit_exceeded']);
    expect(await standing(place)).toEqual([0n, 5_000_000n]);
    expect((await bench.load(tenant, place.balanceId, { amount: 1_000_000, token: place.token })).status).toBe(201);
  });

  it('rule 58 lets concurrent loads reach the limit once and collects no more than that', async () => {
    const place = await given(5_000_000, { level: 'minimum' });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => bench.load(tenant, place.balanceId, { amount: 400_000, token: place.token })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(await standing(place)).toEqual([800_000n, 4_200_000n]);
  });

  it("knows no token but the customer's own", async () => {
    const [place, other] = [await given(1_000), await given(1_000)];
    for (const token of [other.token, 'bat_0']) {
      const { status, body } = await bench.load(tenant, place.balanceId, { amount: 1, token });
      expect([status, body.code]).toEqual([404, 'bank_account_not_found']);
    }
    expect(await standing(other)).toEqual([0n, 1_000n]);
  });

  it.each(['frozen', 'closing', 'closed'] as const)(
    '2.3 refuses a %s balance before anything is collected',
    async (state) => {
      const place = await given(1_000, { state });
      const { status, body } = await bench.load(tenant, place.balanceId, { amount: 1, token: place.token });
      expect([status, body.code]).toEqual([409, 'invalid_state']);
      expect(await bench.atBank(tenant, place.token)).toBe(1_000n);
    },
  );

  it('gives back what was collected when the balance was frozen meanwhile, and has failed', async () => {
    const place = await given(1_000);
    const balance = await bench.money.store.find(tenant, place.balanceId);
    if (balance === undefined) throw new Error('the balance is there');
    const freeze = bench.money.store.changeState(tenant, {
      ...balance,
      state: 'frozen',
      sequence: balance.sequence + 1,
    });
    const fetchOnce: typeof fetch = async (...request) => {
      const answer = await fetch(...request);
      if (new Request(...request).url.endsWith('/collections')) {
        await bench.platform.table.transact([freeze.write], randomUUID());
      }
      return answer;
    };
    const { status, body } = await bench.load(tenant, place.balanceId, {
      amount: 400,
      token: place.token,
      on: { ...bench.platform, fetch: fetchOnce },
    });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(await standing(place)).toEqual([0n, 1_000n]);
    const item = (await bench.platform.items()).find(
      (stored) => stored['item'] === 'load' && stored['balanceId'] === place.balanceId,
    );
    expect(item).toMatchObject({ status: 'failed', failure: 'balance_unavailable' });
  });

  it('I4 loads once, however often and even at once the request is repeated', async () => {
    const place = await given(1_000);
    const order = { amount: 100, token: place.token, key: randomUUID() };
    const answers = await Promise.all([1, 2, 3, 4].map(() => bench.load(tenant, place.balanceId, order)));
    for (const { status } of answers) expect([201, 409]).toContain(status);
    const last = await bench.load(tenant, place.balanceId, order);
    expect(last.headers['idempotent-replayed']).toBe('true');
    expect(await standing(place)).toEqual([100n, 900n]);
  });

  it('I4 repeats a refusal to the same key; a new key tries anew', async () => {
    const place = await given(99);
    const order = { amount: 100, token: place.token, key: randomUUID() };
    const codes = [
      await bench.load(tenant, place.balanceId, order),
      await bench.load(tenant, place.balanceId, order),
    ].map(({ body }): unknown => body.code);
    expect(codes).toEqual(['insufficient_funds', 'insufficient_funds']);
    expect((await bench.load(tenant, place.balanceId, { amount: 99, token: place.token })).status).toBe(201);
    expect(await standing(place)).toEqual([99n, 0n]);
  });

  it('I5 answers 503 while the outcome is unknown; a repeat finds it out', async () => {
    const place = await given(1_000);
    const order = { amount: 100, token: place.token, key: randomUUID() };
    await bench.faults(tenant, 1);
    const { status, body } = await bench.load(tenant, place.balanceId, order);
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    await bench.faults(tenant, 0);
    const again = await bench.load(tenant, place.balanceId, order);
    expect([again.status, again.body.status]).toEqual([201, 'completed']);
    expect(await standing(place)).toEqual([100n, 900n]);
  });
});
