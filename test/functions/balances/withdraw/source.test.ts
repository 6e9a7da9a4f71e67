import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBalance } from '../../../../functions/balances/load-balance/declaration.ts';
import { wire as wireLoad } from '../../../../functions/balances/load-balance/handler.ts';
import { createBankAccount } from '../../../../functions/balances/create-bank-account/declaration.ts';
import { wire as wireAccount } from '../../../../functions/balances/create-bank-account/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { inr } from '../money-bench.ts';
import type { WithdrawalBench } from '../withdrawal-bench.ts';
import { startWithdrawalBench } from '../withdrawal-bench.ts';

let place: WithdrawalBench;
let tenant: TenantContext;

beforeAll(async () => {
  place = await startWithdrawalBench();
  tenant = await place.bench.program(100_000n);
});
afterAll(() => place.stop());

/** Links an account with 10,000 at the bank. @returns its token */
const link = async (balanceId: string): Promise<string> => {
  const { customerId = '' } = (await place.bench.store.find(tenant, balanceId)) ?? {};
  const { body } = await call(wireAccount(place.platform), createBankAccount, {
    as: { tenant },
    params: { customerId },
    body: {
      account: randomUUID().replace(/\D/gu, '0').slice(0, 12),
      routing: '012345678',
      balance: inr(10_000),
    },
  });
  return String(body.token);
};

const loadFrom = async (balanceId: string, token: string, amount: number): Promise<void> => {
  const { status } = await call(wireLoad(place.platform), loadBalance, {
    as: { tenant },
    params: { balanceId },
    body: { amount: inr(amount), source: { type: 'bank_account', token } },
    idempotencyKey: randomUUID(),
  });
  expect(status).toBe(201);
};

const toSource = (balanceId: string, amount: number, on = tenant) =>
  place.withdraw(on, balanceId, { amount, to: { type: 'source' } });

const codesOf = (answers: readonly Awaited<ReturnType<typeof toSource>>[]) =>
  answers.map(({ status, body }) => String(status === 201 ? body.status : body.code));

describe('withdraw to where the money came from (regulation.md 3.7)', () => {
  it('a bank account gets back what came from it, in parts, and no more', async () => {
    const balanceId = await place.bench.balance(tenant, { posted: 5_000n });
    const token = await link(balanceId);
    await loadFrom(balanceId, token, 1_000);
    expect(codesOf([await toSource(balanceId, 600), await toSource(balanceId, 400)])).toEqual([
      'completed',
      'completed',
    ]);
    const beyond = await toSource(balanceId, 1);
    expect([beyond.status, beyond.body.code]).toEqual([422, 'source_unknown']);
    expect(await place.atBank(tenant, token)).toBe(10_000n);
  });

  it('several loads from one account are given back together', async () => {
    const balanceId = await place.bench.balance(tenant);
    const token = await link(balanceId);
    await loadFrom(balanceId, token, 300);
    await loadFrom(balanceId, token, 200);
    expect(codesOf([await toSource(balanceId, 500)])).toEqual(['completed']);
    expect(await place.atBank(tenant, token)).toBe(10_000n);
  });

  it('what was withdrawn to the account by its token counts as well', async () => {
    const balanceId = await place.bench.balance(tenant, { posted: 5_000n });
    const token = await link(balanceId);
    await loadFrom(balanceId, token, 1_000);
    await place.withdraw(tenant, balanceId, { amount: 700, to: { type: 'bank_account', token } });
    expect(codesOf([await toSource(balanceId, 301)])).toEqual(['source_unknown']);
    expect(codesOf([await toSource(balanceId, 300)])).toEqual(['completed']);
  });

  it('when the newest source has nothing left, an older one gets it', async () => {
    const balanceId = await place.bench.balance(tenant);
    await place.bench.load(tenant, balanceId, 1_000);
    const token = await link(balanceId);
    await loadFrom(balanceId, token, 800);
    const before = (await place.bench.purseOf(tenant)) ?? 0n;
    expect(codesOf([await toSource(balanceId, 800), await toSource(balanceId, 900)])).toEqual([
      'completed',
      'completed',
    ]);
    expect(await place.atBank(tenant, token)).toBe(10_000n);
    expect(await place.bench.purseOf(tenant)).toBe(before + 900n);
  });

  it('of many at once no more goes back than came', async () => {
    const balanceId = await place.bench.balance(tenant, { posted: 5_000n });
    const token = await link(balanceId);
    await loadFrom(balanceId, token, 1_000);
    const answers = await Promise.all(Array.from({ length: 5 }, () => toSource(balanceId, 600)));
    expect(codesOf(answers).filter((code) => code === 'completed')).toHaveLength(1);
    for (const { status } of answers) expect([201, 409, 422]).toContain(status);
    expect(await place.atBank(tenant, token)).toBe(9_600n);
  });

  it('what is refused by who has to approve it may go back later', async () => {
    const own = await place.program(500);
    await place.bench.purse(own, 10_000n);
    const balanceId = await place.bench.balance(own);
    expect((await place.bench.load(own, balanceId, 1_000)).status).toBe(201);
    const first = await toSource(balanceId, 1_000, own);
    expect(first.body.status).toBe('pending_approval');
    expect((await place.reject(String(first.body.withdrawalId))).status).toBe(200);
    expect((await toSource(balanceId, 1_000, own)).body.status).toBe('pending_approval');
  });
});
