import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBalance } from '../../../../functions/balances/load-balance/declaration.ts';
import { wire } from '../../../../functions/balances/load-balance/handler.ts';
import { maxMinor } from '../../../../functions/kernel/money/money.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
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

const program = { type: 'program' };

describe('loadBalance', () => {
  itRefusesBadRequests({
    declaration: loadBalance,
    handler: () => wire(platform),
    valid: async () => ({
      as: { tenant },
      params: { balanceId: await bench.balance(tenant) },
      body: { amount: inr(100), source: program },
    }),
    required: ['amount', 'source'],
    malformed: { amount: inr(0), source: { type: 'cash' } },
  });

  it('M-18 AN-73 moves money from the credit of the program to the balance, completed at once', async () => {
    const own = await bench.program(10_000n);
    const balanceId = await bench.balance(own);
    const { status, body } = await bench.load(own, balanceId, 2_500);
    expect(status).toBe(201);
    expect(body).toEqual({
      loadId: expect.stringMatching(/^lod_/),
      balanceId,
      status: 'completed',
      amount: inr(2_500),
      source: program,
      transactionId: expect.stringMatching(/^txn_/),
    });
    expect([await bench.postedOf(own, balanceId), await bench.purseOf(own)]).toEqual([2_500n, 7_500n]);
  });

  it('I1 writes one journal entry whose legs sum to zero', async () => {
    const balanceId = await bench.balance(tenant);
    const { body } = await bench.load(tenant, balanceId, 700);
    const [record, ...more] = await bench.recordsOf(balanceId);
    expect(more).toEqual([]);
    expect(record).toMatchObject({ type: 'transaction.posted', resourceId: body.transactionId });
    expect(JSON.parse(String(record?.['data']))).toMatchObject({
      type: 'load',
      amount: inr(700),
      reference: body.loadId,
      status: 'posted',
    });
    expect(record?.['legs']).toEqual([
      { account: expect.stringMatching(/^partner:pbl_/), currency: 'INR', minor: -700n },
      { account: `customer:${balanceId}`, currency: 'INR', minor: 700n },
    ]);
  });

  it('AN-67 fails with 402 when the credit is short, and moves nothing', async () => {
    const poor = await bench.program(99n);
    const balanceId = await bench.balance(poor);
    const { status, body } = await bench.load(poor, balanceId, 100);
    expect([status, body.code, body.detail]).toEqual([402, 'insufficient_funds', 'partner_credit']);
    expect([await bench.postedOf(poor, balanceId), await bench.purseOf(poor)]).toEqual([0n, 99n]);
    expect((await bench.load(poor, balanceId, 99)).status).toBe(201);
  });

  it('AN-67 fails with 402 when the program has no credit of the currency', async () => {
    const none = await bench.program(1_000n, 'EUR');
    const { status, body } = await bench.load(none, await bench.balance(none), 100);
    expect([status, body.code, body.detail]).toEqual([402, 'insufficient_funds', 'partner_credit']);
  });

  it.each([{ type: 'credit_line', token: 'tok_1' }, { type: 'bank_account' }, { type: 'gateway', paymentId: '#' }])(
    'rule 69 takes money from nothing that is not on the list of sources: %o',
    async (source) => {
      const { status, body } = await call(wire(platform), loadBalance, {
        as: { tenant },
        params: { balanceId: await bench.balance(tenant) },
        body: { amount: inr(100), source },
      });
      expect([status, body.code]).toEqual([400, 'validation_failed']);
    },
  );

  it.each(['frozen', 'closing', 'closed'] as const)('2.3 refuses a %s balance', async (state) => {
    const balanceId = await bench.balance(tenant, { state });
    const { status, body } = await bench.load(tenant, balanceId, 100);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it.each([
    ['nothing', maxMinor - 5n, 0n],
    ['some of it', maxMinor / 2n - 4n, 1n],
  ])('takes no balance beyond what an answer can say, with %s held, where no law caps it', async (_, posted, held) => {
    const european = await bench.program(1_000n, 'EUR');
    const balanceId = await bench.balance(european, { posted, held, currency: 'EUR' });
    const load = (amount: number) =>
      call(wire(platform), loadBalance, {
        as: { tenant: european },
        params: { balanceId },
        body: { amount: inr(amount, 'EUR'), source: program },
      });
    const { status, body } = await load(6);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect((await load(5)).status).toBe(201);
    expect(await bench.postedOf(european, balanceId)).toBe(posted + 5n);
  });

  it('rule 64 answers 422 for the largest amount that can be asked for', async () => {
    const balanceId = await bench.balance(tenant, { posted: 5n });
    const { status, body } = await bench.load(tenant, balanceId, Number(maxMinor));
    expect([status, body.code]).toEqual([422, 'limit_exceeded']);
  });

  it('refuses another currency than the balance is kept in', async () => {
    const balanceId = await bench.balance(tenant, { currency: 'EUR' });
    const { status, body } = await bench.load(tenant, balanceId, 100);
    expect([status, body.code]).toEqual([422, 'currency_mismatch']);
  });

  it('AN-37 refuses a customer who is not known', async () => {
    const { status, body } = await bench.load(tenant, await bench.balance(tenant, { level: 'none' }), 100);
    expect([status, body.code]).toEqual([403, 'kyc_required']);
  });

  it.each(['suspended', 'closed'] as const)('2.2 refuses a %s customer', async (status) => {
    const answer = await bench.load(tenant, await bench.balance(tenant, { status }), 100);
    expect([answer.status, answer.body.code]).toEqual([409, 'invalid_state']);
  });

  it('M-33 knows neither an unknown balance nor one of another tenant', async () => {
    const foreign = await bench.balance(await bench.program());
    for (const balanceId of [platform.ids.next('bal', tenant), 'bal_1', foreign]) {
      const { status, body } = await bench.load(tenant, balanceId, 100);
      expect([status, body.code]).toEqual([404, 'balance_not_found']);
    }
  });

  it('I4 loads once, however often the request is repeated', async () => {
    const balanceId = await bench.balance(tenant);
    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3, 4].map(() => bench.load(tenant, balanceId, { amount: 100, key })));
    const last = await bench.load(tenant, balanceId, { amount: 100, key });
    expect(last.headers['idempotent-replayed']).toBe('true');
    expect(answers.filter(({ status }) => status === 201).map(({ body }): unknown => body)).toContainEqual(last.body);
    expect(await bench.postedOf(tenant, balanceId)).toBe(100n);
  });

  it('D-11 two equal loads under two keys are both meant, and a load without a key is refused', async () => {
    const balanceId = await bench.balance(tenant);
    for (const key of [randomUUID(), randomUUID()]) {
      expect((await bench.load(tenant, balanceId, { amount: 100, key })).headers).not.toHaveProperty(
        'idempotent-replayed',
      );
    }
    const body = { amount: inr(100), source: { type: 'program' } };
    const request = { as: { tenant }, params: { balanceId }, body, idempotencyKey: null };
    expect((await call(wire(platform), loadBalance, request)).body.code).toBe('idempotency_key_required');
    expect(await bench.postedOf(tenant, balanceId)).toBe(200n);
  });

  it('AN-67 lets concurrent loads spend the credit once', async () => {
    const poor = await bench.program(300n);
    const balances = await Promise.all(Array.from({ length: 8 }, () => bench.balance(poor)));
    const answers = await Promise.all(balances.map((balanceId) => bench.load(poor, balanceId, 100)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(await bench.purseOf(poor)).toBe(0n);
  });
});
