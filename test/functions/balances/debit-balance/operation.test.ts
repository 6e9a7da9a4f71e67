import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debitBalance } from '../../../../functions/balances/debit-balance/declaration.ts';
import { wire } from '../../../../functions/balances/debit-balance/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { foldJournal } from '../given-partners.ts';
import type { MoneyBench } from '../money-bench.ts';
import { inr, moneyBench } from '../money-bench.ts';

let platform: TestPlatform;
let bench: MoneyBench;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
  tenant = await bench.program();
});
afterAll(() => platform.stop());

describe('debitBalance', () => {
  itRefusesBadRequests({
    declaration: debitBalance,
    handler: () => wire(platform),
    valid: async () => ({
      as: { tenant },
      params: { balanceId: await bench.balance(tenant, { posted: 1_000n }) },
      body: { amount: inr(100), reason: 'Bus ticket' },
    }),
    required: ['amount', 'reason'],
    malformed: { amount: inr(-1), reason: '' },
  });

  it('M-10 takes money out of a balance and gives it back to the credit of the program', async () => {
    const own = await bench.program(5_000n);
    const balanceId = await bench.balance(own, { posted: 1_000n });
    const { status, body } = await bench.debit(own, balanceId, 400);
    expect(status).toBe(201);
    expect(body).toEqual({
      transactionId: expect.stringMatching(/^txn_/),
      balanceId,
      status: 'completed',
      amount: inr(400),
      reason: 'Bus ticket',
    });
    expect([await bench.postedOf(own, balanceId), await bench.purseOf(own)]).toEqual([600n, 5_400n]);
    const [record] = await bench.recordsOf(balanceId);
    expect(record).toMatchObject({ type: 'transaction.posted', resourceId: body.transactionId });
    expect(JSON.parse(String(record?.['data']))).toMatchObject({
      type: 'debit',
      amount: inr(-400),
      description: 'Bus ticket',
    });
    expect(record?.['legs']).toEqual([
      { account: `customer:${balanceId}`, currency: 'INR', minor: -400n },
      { account: expect.stringMatching(/^partner:pbl_/), currency: 'INR', minor: 400n },
    ]);
  });

  it('I1 owes the money to settlement when the program has no credit', async () => {
    const own = await tenantWithProgram(platform);
    const balanceId = await bench.balance(own, { posted: 1_000n });
    expect((await bench.debit(own, balanceId, 400)).status).toBe(201);
    const [record] = await bench.recordsOf(balanceId);
    expect(record?.['legs']).toContainEqual({ account: 'settlement', currency: 'INR', minor: 400n });
  });

  it('I2 D-15 refuses more than is available: what is held cannot be spent', async () => {
    const balanceId = await bench.balance(tenant, { posted: 1_000n, held: 300n });
    const { status, body } = await bench.debit(tenant, balanceId, 701);
    expect([status, body.code, body.detail]).toEqual([402, 'insufficient_funds', 'balance']);
    expect((await bench.debit(tenant, balanceId, 700)).status).toBe(201);
    expect(await bench.store.find(tenant, balanceId)).toMatchObject({ posted: 300n, held: 300n });
  });

  it('I2 lets exactly 20 of 50 concurrent debits of 1 take what 20 leaves', async () => {
    const balanceId = await bench.balance(tenant, { posted: 20n });
    const answers = await Promise.all(Array.from({ length: 50 }, () => bench.debit(tenant, balanceId, 1)));
    const refused = answers.filter(({ status }) => status === 402);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(refused.map(({ body }): unknown => body.detail)).toEqual(Array.from({ length: 30 }, () => 'balance'));
    expect(await bench.postedOf(tenant, balanceId)).toBe(0n);
    expect(await bench.recordsOf(balanceId)).toHaveLength(20);
  });

  it.each(['frozen', 'closing', 'closed'] as const)('2.3 refuses a %s balance', async (state) => {
    const { status, body } = await bench.debit(tenant, await bench.balance(tenant, { state, posted: 500n }), 100);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('refuses another currency than the balance is kept in', async () => {
    const { status, body } = await bench.debit(tenant, await bench.balance(tenant, { currency: 'EUR' }), 100);
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
  });

  it('M-33 knows neither an unknown balance nor one of another tenant', async () => {
    const foreign = await bench.balance(await bench.program(), { posted: 500n });
    for (const balanceId of [platform.ids.next('bal', tenant), 'bal_1', foreign]) {
      const { status, body } = await bench.debit(tenant, balanceId, 100);
      expect([status, body.code]).toEqual([404, 'balance_not_found']);
    }
  });

  it('I4 debits once, however often the request is repeated', async () => {
    const balanceId = await bench.balance(tenant, { posted: 1_000n });
    const key = randomUUID();
    await Promise.all([1, 2, 3, 4].map(() => bench.debit(tenant, balanceId, { amount: 100, key })));
    const last = await bench.debit(tenant, balanceId, { amount: 100, key });
    expect([last.status, last.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(await bench.postedOf(tenant, balanceId)).toBe(900n);
  });

  it('rule 70 lowers what the person holds, and refuses until the stream has told it', async () => {
    const balanceId = await bench.balance(tenant, { level: 'full' });
    await bench.load(tenant, balanceId, 20_000_000);
    await bench.debit(tenant, balanceId, 5_000);
    expect((await bench.load(tenant, balanceId, 5_000)).status).toBe(422);
    await foldJournal(platform, tenant);
    expect((await bench.load(tenant, balanceId, 5_001)).status).toBe(422);
    expect((await bench.load(tenant, balanceId, 5_000)).status).toBe(201);
  });
});
