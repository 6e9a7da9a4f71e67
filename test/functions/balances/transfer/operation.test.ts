import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transfer } from '../../../../functions/balances/transfer/declaration.ts';
import { wire } from '../../../../functions/balances/transfer/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { foldJournal } from '../given-partners.ts';
import type { MoneyBench } from '../money-bench.ts';
import { inr, moneyBench, newPhone } from '../money-bench.ts';

let platform: TestPlatform;
let bench: MoneyBench;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
  tenant = await bench.program();
});
afterAll(() => platform.stop());

/** A balance that was loaded, so that its money counts towards its person. */
const loaded = async (amount: number, traits: Parameters<MoneyBench['balance']>[1] = {}) => {
  const balanceId = await bench.balance(tenant, traits);
  expect((await bench.load(tenant, balanceId, amount)).status).toBe(201);
  return balanceId;
};

const posted = (...balanceIds: string[]) => Promise.all(balanceIds.map((id) => bench.postedOf(tenant, id)));

describe('transfer', () => {
  itRefusesBadRequests({
    declaration: transfer,
    handler: () => wire(platform),
    valid: async () => ({
      as: { tenant },
      body: { fromBalanceId: await loaded(1_000), to: { balanceId: await bench.balance(tenant) }, amount: inr(100) },
    }),
    required: ['fromBalanceId', 'to', 'amount'],
    malformed: { fromBalanceId: 7, to: {}, amount: inr(0) },
  });

  it('M-11 moves money from one balance to another, completed at once', async () => {
    const [from, to] = [await loaded(1_000), await bench.balance(tenant)];
    const { status, body } = await bench.transfer(tenant, { from, to, amount: 400 });
    expect(status).toBe(201);
    expect(body).toEqual({
      transferId: expect.stringMatching(/^trf_/),
      fromBalanceId: from,
      to: { balanceId: to },
      status: 'completed',
      amount: inr(400),
      transactionIds: { out: expect.stringMatching(/^txn_/), in: expect.stringMatching(/^txn_/) },
    });
    expect(await posted(from, to)).toEqual([600n, 400n]);
  });

  it('I1 writes one entry with both legs, and a line for the receiver without any', async () => {
    const [from, to] = [await loaded(1_000), await bench.balance(tenant)];
    const { body } = await bench.transfer(tenant, { from, to, amount: 400 });
    const out = (await bench.recordsOf(from)).find(({ resourceId }) => resourceId === body.transactionIds.out);
    const [into, ...more] = await bench.recordsOf(to);
    expect(more).toEqual([]);
    expect(out?.['legs']).toEqual([
      { account: `customer:${from}`, currency: 'INR', minor: -400n },
      { account: `customer:${to}`, currency: 'INR', minor: 400n },
    ]);
    expect(into?.['legs']).toBeUndefined();
    expect(into?.['resourceId']).toBe(body.transactionIds.in);
    const lines = [out, into].map((record): unknown => JSON.parse(String(record?.['data'])));
    expect(lines).toEqual([
      expect.objectContaining({ type: 'transfer_out', amount: inr(-400), reference: body.transferId }),
      expect.objectContaining({ type: 'transfer_in', amount: inr(400), reference: body.transferId }),
    ]);
  });

  it('refuses to move money to the balance that it comes from', async () => {
    const from = await loaded(1_000);
    const { status, body } = await bench.transfer(tenant, { from, to: from, amount: 1 });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toEqual([{ path: 'to.balanceId', message: 'must be another balance' }]);
  });

  it('I2 refuses more than the sender has, and moves nothing', async () => {
    const [from, to] = [await loaded(1_000), await bench.balance(tenant)];
    const { status, body } = await bench.transfer(tenant, { from, to, amount: 1_001 });
    expect([status, body.code, body.detail]).toEqual([402, 'insufficient_funds', 'balance']);
    expect(await posted(from, to)).toEqual([1_000n, 0n]);
  });

  it.each(['frozen', 'closing', 'closed'] as const)(
    '2.3 neither takes from nor gives to a %s balance',
    async (state) => {
      const [open, stopped] = [await loaded(1_000), await bench.balance(tenant, { state, posted: 500n })];
      const answers = [
        await bench.transfer(tenant, { from: open, to: stopped, amount: 1 }),
        await bench.transfer(tenant, { from: stopped, to: open, amount: 1 }),
      ];
      expect(answers.map(({ status, body }): unknown[] => [status, body.code])).toEqual([
        [409, 'invalid_state'],
        [409, 'invalid_state'],
      ]);
      expect(await posted(open, stopped)).toEqual([1_000n, 500n]);
    },
  );

  it.each(['suspended', 'closed'] as const)('2.2 neither takes from nor gives to a %s customer', async (status) => {
    const [open, stopped] = [await loaded(1_000), await bench.balance(tenant, { status, posted: 500n })];
    for (const sent of [
      { from: open, to: stopped, amount: 1 },
      { from: stopped, to: open, amount: 1 },
    ]) {
      const answer = await bench.transfer(tenant, sent);
      expect([answer.status, answer.body.code]).toEqual([409, 'invalid_state']);
    }
  });

  it('refuses balances of different currencies', async () => {
    const to = await bench.balance(tenant, { currency: 'EUR' });
    const { status, body } = await bench.transfer(tenant, { from: await loaded(100), to, amount: 1 });
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
  });

  it('M-33 knows neither an unknown balance nor one of another tenant, on either side', async () => {
    const own = await loaded(1_000);
    const foreign = await bench.balance(await bench.program(), { posted: 500n });
    for (const other of [platform.ids.next('bal', tenant), 'bal_1', foreign]) {
      for (const sent of [
        { from: own, to: other, amount: 1 },
        { from: other, to: own, amount: 1 },
      ]) {
        const { status, body } = await bench.transfer(tenant, sent);
        expect([status, body.code]).toEqual([404, 'balance_not_found']);
      }
    }
    expect(await posted(own)).toEqual([1_000n]);
  });

  it('rule 63: a small instrument does not transfer out, and says by which rule', async () => {
    const [from, to] = [await loaded(1_000, { level: 'minimum' }), await bench.balance(tenant)];
    const { status, body } = await bench.transfer(tenant, { from, to, amount: 1 });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'limit_exceeded',
      rule: 'law.ppi.small.transferAllowed',
      limit: inr(0),
      used: inr(0),
      remaining: inr(0),
      resetsAt: null,
    });
  });

  it('rule 66: others get 10,000.00 in a month', async () => {
    const [from, to] = [await loaded(5_000_000), await bench.balance(tenant)];
    expect((await bench.transfer(tenant, { from, to, amount: 1_000_000 })).status).toBe(201);
    const { status, body } = await bench.transfer(tenant, { from, to, amount: 1 });
    expect([status, body.rule, body.used, body.remaining]).toEqual([
      422,
      'law.ppi.full.transferOtherMonthMaxMinor',
      inr(1_000_000),
      inr(0),
    ]);
  });

  it("rules 58 and 59: the receiver's limits hold too", async () => {
    const [from, to] = [await loaded(5_000_000), await loaded(999_900, { level: 'minimum' })];
    const { status, body } = await bench.transfer(tenant, { from, to, amount: 101 });
    expect([status, body.rule, body.remaining]).toEqual([422, 'law.ppi.small.balanceMaxMinor', inr(100)]);
    expect((await bench.transfer(tenant, { from, to, amount: 100 })).status).toBe(201);
  });

  it('rule 70: moves what a person holds with the money', async () => {
    const [from, to] = [await loaded(20_000_000), await loaded(19_999_500)];
    await bench.transfer(tenant, { from, to, amount: 500 });
    await foldJournal(platform, tenant);
    expect([
      (await bench.load(tenant, from, 501)).status,
      (await bench.load(tenant, from, 500)).status,
      (await bench.load(tenant, to, 1)).status,
    ]).toEqual([422, 201, 422]);
  });

  it('between two balances of one person no limit of others is used, and it holds what it held', async () => {
    const customerId = await bench.customer(tenant, { level: 'full' });
    const from = await loaded(20_000_000, { customerId });
    const to = await bench.balance(tenant, { customerId });
    expect((await bench.transfer(tenant, { from, to, amount: 15_000_000 })).status).toBe(201);
    expect(await posted(from, to)).toEqual([5_000_000n, 15_000_000n]);
    expect((await bench.load(tenant, to, 1)).status).toBe(422);
    await bench.debit(tenant, to, 1);
    await foldJournal(platform, tenant);
    expect((await bench.load(tenant, from, 1)).status).toBe(201);
  });

  it('one person as two customers is no other', async () => {
    const phone = newPhone();
    const [from, to] = [await loaded(5_000_000, { phone }), await bench.balance(tenant, { phone })];
    expect((await bench.transfer(tenant, { from, to, amount: 2_000_000 })).status).toBe(201);
  });

  it('I4 transfers once, however often the request is repeated', async () => {
    const [from, to] = [await loaded(1_000), await bench.balance(tenant)];
    const key = randomUUID();
    await Promise.all([1, 2, 3].map(() => bench.transfer(tenant, { from, to, amount: 100 }, key)));
    const last = await bench.transfer(tenant, { from, to, amount: 100 }, key);
    expect([last.status, last.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(await posted(from, to)).toEqual([900n, 100n]);
  });

  it('I2 concurrent transfers both ways lose nothing', async () => {
    const [one, two] = [await loaded(1_000), await loaded(1_000)];
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, turn) =>
        bench.transfer(tenant, turn % 2 === 0 ? { from: one, to: two, amount: 7 } : { from: two, to: one, amount: 5 }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(await posted(one, two)).toEqual([990n, 1_010n]);
  });
});
