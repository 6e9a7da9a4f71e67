import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getLoad } from '../../../../functions/balances/get-load/declaration.ts';
import { wire as wireGet } from '../../../../functions/balances/get-load/handler.ts';
import { loadBalance } from '../../../../functions/balances/load-balance/declaration.ts';
import { wire } from '../../../../functions/balances/load-balance/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
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

const newPayment = (): string => `pay_${randomUUID()}`;

const load = (
  owner: TenantContext,
  balanceId: string,
  { amount, paymentId, key = randomUUID() }: { amount: number; paymentId: string; key?: string },
) =>
  call(wire(platform), loadBalance, {
    as: { tenant: owner },
    params: { balanceId },
    body: { amount: inr(amount), source: { type: 'gateway', paymentId } },
    idempotencyKey: key,
  });

describe('loadBalance from a gateway payment', () => {
  it('M-19 charges the credit of the program and names the payment', async () => {
    const own = await bench.program(10_000n);
    const balanceId = await bench.balance(own);
    const paymentId = newPayment();
    const { status, body } = await load(own, balanceId, { amount: 2_500, paymentId });
    expect(status).toBe(201);
    expect(body).toEqual({
      loadId: expect.stringMatching(/^lod_/) as string,
      balanceId,
      status: 'completed',
      amount: inr(2_500),
      source: { type: 'gateway', paymentId },
      transactionId: expect.stringMatching(/^txn_/) as string,
    });
    expect([await bench.postedOf(own, balanceId), await bench.purseOf(own)]).toEqual([2_500n, 7_500n]);
    const [record] = await bench.recordsOf(balanceId);
    expect(record?.['legs']).toEqual([
      { account: expect.stringMatching(/^partner:pbl_/) as string, currency: 'INR', minor: -2_500n },
      { account: `customer:${balanceId}`, currency: 'INR', minor: 2_500n },
    ]);
    const shown = await call(wireGet(platform), getLoad, { as: { tenant: own }, params: { loadId: body.loadId } });
    expect([shown.status, shown.body]).toEqual([200, body]);
  });

  it('I4 loads a payment once per tenant, on whatever balance and at once, and names the load that has it', async () => {
    const balances = await Promise.all([1, 2, 3, 4].map(() => bench.balance(tenant)));
    const paymentId = newPayment();
    const answers = await Promise.all(balances.map((balanceId) => load(tenant, balanceId, { amount: 100, paymentId })));
    const [first, ...others] = answers.filter(({ status }) => status === 201);
    expect(others).toEqual([]);
    const again = await load(tenant, balances[0] ?? '', { amount: 100, paymentId });
    expect([again.status, again.body.code, again.body.resourceId]).toEqual([409, 'already_exists', first?.body.loadId]);
    const posted = await Promise.all(balances.map((balanceId) => bench.postedOf(tenant, balanceId)));
    expect([...posted].sort()).toEqual([0n, 0n, 0n, 100n]);
    const other = await bench.program();
    expect((await load(other, await bench.balance(other), { amount: 100, paymentId })).status).toBe(201);
  });

  it('I4 answers a repeat of the request with the same load', async () => {
    const balanceId = await bench.balance(tenant);
    const order = { amount: 100, paymentId: newPayment(), key: randomUUID() };
    const first = await load(tenant, balanceId, order);
    const again = await load(tenant, balanceId, order);
    expect([again.headers['idempotent-replayed'], again.body]).toEqual(['true', first.body]);
    expect(await bench.postedOf(tenant, balanceId)).toBe(100n);
  });

  it('AN-67 leaves the payment unused when the credit is short or missing', async () => {
    const poor = await bench.program(99n);
    const balanceId = await bench.balance(poor);
    const paymentId = newPayment();
    const refused = await load(poor, balanceId, { amount: 100, paymentId });
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      402,
      'insufficient_funds',
      'partner_credit',
    ]);
    expect((await load(poor, balanceId, { amount: 99, paymentId })).status).toBe(201);
    const none = await bench.program(1_000n, 'EUR');
    const without = await load(none, await bench.balance(none), { amount: 1, paymentId });
    expect([without.status, without.body.detail]).toEqual([402, 'partner_credit']);
  });

  it('rule 64 counts towards the limits of the person, and leaves the payment unused when they refuse', async () => {
    const rich = await bench.program();
    const balanceId = await bench.balance(rich, { level: 'full' });
    const paymentId = newPayment();
    const { status, body } = await load(rich, balanceId, { amount: 20_000_001, paymentId });
    expect([status, body.code]).toEqual([422, 'limit_exceeded']);
    expect((await load(rich, balanceId, { amount: 20_000_000, paymentId })).status).toBe(201);
  });
});
