import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBalance } from '../../../../functions/balances/close-balance/declaration.ts';
import { wire as wireClose } from '../../../../functions/balances/close-balance/handler.ts';
import { withdraw } from '../../../../functions/balances/withdraw/declaration.ts';
import { wire } from '../../../../functions/balances/withdraw/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { tenantWithProgram } from '../../../support/stored-customer.ts';
import { foldJournal } from '../given-partners.ts';
import { inr } from '../money-bench.ts';
import type { WithdrawalBench } from '../withdrawal-bench.ts';
import { startWithdrawalBench } from '../withdrawal-bench.ts';

let place: WithdrawalBench;
let tenant: TenantContext;

beforeAll(async () => {
  place = await startWithdrawalBench();
  tenant = await place.program(10_000);
});
afterAll(() => place.stop());

const balance = (traits: Parameters<WithdrawalBench['bench']['balance']>[1]) => place.bench.balance(tenant, traits);

describe('withdraw', () => {
  itRefusesBadRequests({
    declaration: withdraw,
    handler: () => wire(place.platform),
    valid: async () => ({
      as: { tenant },
      params: { balanceId: await balance({ posted: 1_000n }) },
      body: { amount: inr(100), destination: { type: 'program' } },
    }),
    required: ['amount', 'destination'],
    malformed: { amount: inr(0), destination: { type: 'mattress' } },
  });

  it('refuses a token where none belongs, and none where one does', async () => {
    const balanceId = await balance({ posted: 1_000n });
    for (const to of [{ type: 'program', token: 'tok' }, { type: 'bank_account' }]) {
      const { status, body } = await place.withdraw(tenant, balanceId, { amount: 1, to });
      expect([status, body.code]).toEqual([400, 'validation_failed']);
    }
  });

  it('2.7 is completed in the answer when it goes to the program', async () => {
    const own = await place.program();
    const balanceId = await place.bench.balance(own, { posted: 1_000n });
    const { status, body } = await place.withdraw(own, balanceId, { amount: 400 });
    expect(status).toBe(201);
    expect(body).toEqual({
      withdrawalId: expect.stringMatching(/^wdr_/),
      balanceId,
      status: 'completed',
      amount: inr(400),
      destination: { type: 'program' },
      transactionId: expect.stringMatching(/^txn_/),
      createdAt: expect.any(String),
    });
    expect([await place.moneyOf(own, balanceId), await place.bench.purseOf(own)]).toEqual([[600n, 0n], 400n]);
    const [entry] = await place.bench.recordsOf(balanceId);
    expect(entry).toMatchObject({ type: 'transaction.posted', resourceId: body.transactionId });
    expect(JSON.parse(String(entry?.['data']))).toMatchObject({
      type: 'withdrawal',
      amount: inr(-400),
      reference: body.withdrawalId,
      status: 'posted',
    });
    expect(entry?.['legs']).toEqual([
      { account: `customer:${balanceId}`, currency: 'INR', minor: -400n },
      { account: expect.stringMatching(/^partner:pbl_/), currency: 'INR', minor: 400n },
    ]);
    const [record] = await place.bench.recordsOf(String(body.withdrawalId));
    expect(record).toMatchObject({ type: 'withdrawal.completed', sequence: 1n, actor: 'tenant:key_test' });
  });

  it('I1 owes the money to settlement when the program has no credit', async () => {
    const own = await tenantWithProgram(place.platform);
    const balanceId = await place.bench.balance(own, { posted: 1_000n });
    expect((await place.withdraw(own, balanceId, { amount: 400 })).status).toBe(201);
    const [entry] = await place.bench.recordsOf(balanceId);
    expect(entry?.['legs']).toContainEqual({ account: 'settlement', currency: 'INR', minor: 400n });
  });

  it('I1 pays out to the bank account of the customer, from the pooled account', async () => {
    const balanceId = await balance({ posted: 1_000n });
    const token = await place.link(tenant, balanceId);
    const to = { type: 'bank_account', token };
    const { status, body } = await place.withdraw(tenant, balanceId, { amount: 400, to });
    expect([status, body.status, body.destination]).toEqual([201, 'completed', to]);
    expect([await place.moneyOf(tenant, balanceId), await place.atBank(tenant, token)]).toEqual([[600n, 0n], 400n]);
    const entry = (await place.bench.recordsOf(balanceId)).find(({ type }) => type === 'transaction.posted');
    expect(entry?.['legs']).toEqual([
      { account: `customer:${balanceId}`, currency: 'INR', minor: -400n },
      { account: 'pooled', currency: 'INR', minor: 400n },
    ]);
    expect([await place.pendingOf(balanceId), await place.timers(tenant)]).toEqual([[0n], []]);
    const records = await place.bench.recordsOf(String(body.withdrawalId));
    expect(records.map(({ type }) => type)).toEqual(['withdrawal.requested', 'withdrawal.completed']);
    expect(records.map(({ data }) => String(data)).join()).not.toContain(token);
  });

  it('2.7 waits for approval above the threshold, with the money held', async () => {
    const balanceId = await balance({ posted: 15_000n });
    const { status, body } = await place.withdraw(tenant, balanceId, { amount: 10_001 });
    expect([status, body.status, body.transactionId]).toEqual([201, 'pending_approval', undefined]);
    expect(await place.moneyOf(tenant, balanceId)).toEqual([15_000n, 10_001n]);
    const [line] = await place.bench.recordsOf(balanceId);
    expect(line).toMatchObject({ type: 'transaction.held', attached: { left: 10_001n } });
    expect(JSON.parse(String(line?.['data']))).toMatchObject({
      type: 'withdrawal',
      status: 'pending',
      amount: inr(-10_001),
      reference: body.withdrawalId,
    });
    const spent = await place.bench.debit(tenant, balanceId, 5_000);
    expect([spent.status, spent.body.detail]).toEqual([402, 'balance']);
  });

  it('2.7 does not wait at the threshold', async () => {
    const { body } = await place.withdraw(tenant, await balance({ posted: 15_000n }), { amount: 10_000 });
    expect(body.status).toBe('completed');
  });

  it('I2 lets exactly 20 of 50 concurrent withdrawals of 1 take what 20 leaves', async () => {
    const balanceId = await balance({ posted: 20n });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => place.withdraw(tenant, balanceId, { amount: 1 })),
    );
    const refused = answers.filter(({ status }) => status === 402);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(refused.map(({ body }): unknown => body.detail)).toEqual(Array.from({ length: 30 }, () => 'balance'));
    expect(await place.moneyOf(tenant, balanceId)).toEqual([0n, 0n]);
  }, 30_000);

  it('I2 D-15 refuses more than is available, in each way', async () => {
    const balanceId = await balance({ posted: 20_000n, held: 8_000n });
    const token = await place.link(tenant, balanceId);
    for (const asked of [{ amount: 12_001 }, { amount: 12_001, to: { type: 'bank_account', token } }]) {
      const { status, body } = await place.withdraw(tenant, balanceId, asked);
      expect([status, body.code, body.detail]).toEqual([402, 'insufficient_funds', 'balance']);
    }
    expect(await place.moneyOf(tenant, balanceId)).toEqual([20_000n, 8_000n]);
  });

  it.each(['frozen', 'closed'] as const)('2.3 refuses a %s balance', async (state) => {
    const { status, body } = await place.withdraw(tenant, await balance({ state, posted: 500n }), { amount: 100 });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('2.3 lets what remains out of a closing balance', async () => {
    const balanceId = await balance({ state: 'closing', posted: 500n });
    expect((await place.withdraw(tenant, balanceId, { amount: 500 })).status).toBe(201);
    expect(await place.moneyOf(tenant, balanceId)).toEqual([0n, 0n]);
  });

  it('refuses a suspended customer', async () => {
    const balanceId = await balance({ posted: 500n, status: 'suspended' });
    const { status, body } = await place.withdraw(tenant, balanceId, { amount: 100 });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('refuses another currency than the balance or the account is kept in', async () => {
    const euros = await place.withdraw(tenant, await balance({ currency: 'EUR' }), { amount: 100 });
    expect([euros.status, euros.body.code]).toEqual([422, 'currency_mismatch']);
    const balanceId = await balance({ posted: 500n });
    const to = { type: 'bank_account', token: await place.link(tenant, balanceId, 'EUR') };
    const { status, body } = await place.withdraw(tenant, balanceId, { amount: 100, to });
    expect([status, body.code]).toEqual([422, 'destination_invalid']);
  });

  it('M-33 pays to no account of somebody else', async () => {
    const balanceId = await balance({ posted: 500n });
    const foreign = await place.link(tenant, await balance({}));
    for (const token of [foreign, 'unknown']) {
      const { status, body } = await place.withdraw(tenant, balanceId, {
        amount: 100,
        to: { type: 'bank_account', token },
      });
      expect([status, body.code]).toEqual([404, 'bank_account_not_found']);
    }
    expect(await place.moneyOf(tenant, balanceId)).toEqual([500n, 0n]);
  });

  it('M-33 knows neither an unknown balance nor one of another tenant', async () => {
    const foreign = await place.bench.balance(await place.program(), { posted: 500n });
    for (const balanceId of [place.platform.ids.next('bal', tenant), 'bal_1', foreign]) {
      const { status, body } = await place.withdraw(tenant, balanceId, { amount: 100 });
      expect([status, body.code]).toEqual([404, 'balance_not_found']);
    }
  });

  it('regulation 3.7 lets the holder of a small instrument leave: close, take the rest home, close', async () => {
    const balanceId = await balance({ posted: 500n, level: 'minimum' });
    const close = () =>
      call(wireClose(place.platform), closeBalance, {
        as: { tenant },
        params: { balanceId },
        body: { reason: 'Leaves' },
      });
    expect((await close()).body.state).toBe('closing');
    const to = { type: 'bank_account', token: await place.link(tenant, balanceId) };
    expect((await place.withdraw(tenant, balanceId, { amount: 499, to })).body.status).toBe('completed');
    expect((await close()).body.code).toBe('invalid_state');
    expect((await place.withdraw(tenant, balanceId, { amount: 1, to })).body.status).toBe('completed');
    expect((await close()).body.state).toBe('closed');
    const events = (await place.bench.recordsOf(balanceId)).map(({ type }) => type);
    expect(events.filter((type) => String(type).startsWith('balance.'))).toEqual([
      ...['balance.closing_started', 'balance.closed'],
    ]);
  });

  it('rule 63 pays nothing of a small instrument to a bank account, but when it is closing', async () => {
    const open = await balance({ posted: 500n, level: 'minimum' });
    const to = { type: 'bank_account', token: await place.link(tenant, open) };
    const { status, body } = await place.withdraw(tenant, open, { amount: 100, to });
    expect([status, body.code, body.rule]).toEqual([422, 'limit_exceeded', 'law.ppi.small.transferAllowed']);
    expect((await place.withdraw(tenant, open, { amount: 100 })).body.status).toBe('completed');
    const closing = await balance({ posted: 500n, level: 'minimum', state: 'closing' });
    const own = { type: 'bank_account', token: await place.link(tenant, closing) };
    expect((await place.withdraw(tenant, closing, { amount: 500, to: own })).body.status).toBe('completed');
  });

  it('regulation 3.7 gives a load of the program back to the program as its source', async () => {
    const own = await place.bench.program(5_000n);
    const balanceId = await place.bench.balance(own, { level: 'minimum' });
    await place.bench.load(own, balanceId, 900);
    await place.bench.load(own, balanceId, 100);
    const { status, body } = await place.withdraw(own, balanceId, { amount: 700, to: { type: 'source' } });
    expect([status, body.status, body.destination]).toEqual([201, 'completed', { type: 'source' }]);
    expect(await place.bench.purseOf(own)).toBe(4_700n);
    const beyond = await place.withdraw(own, balanceId, { amount: 901, to: { type: 'source' } });
    expect([beyond.status, beyond.body.code]).toEqual([422, 'source_unknown']);
  });

  it('rule 70 lowers what the person holds', async () => {
    const own = await place.bench.program();
    const balanceId = await place.bench.balance(own);
    await place.bench.load(own, balanceId, 20_000_000);
    await place.withdraw(own, balanceId, { amount: 2_000 });
    const to = { type: 'bank_account', token: await place.link(own, balanceId) };
    await place.withdraw(own, balanceId, { amount: 3_000, to });
    await foldJournal(place.platform, own);
    expect((await place.bench.load(own, balanceId, 5_001)).status).toBe(422);
    expect((await place.bench.load(own, balanceId, 5_000)).status).toBe(201);
  });

  it('I4 withdraws once, however often the request is repeated, in each way', async () => {
    for (const amount of [100, 12_000]) {
      for (const bank of [false, true]) {
        const balanceId = await balance({ posted: 30_000n });
        const token = await place.link(tenant, balanceId);
        const key = randomUUID();
        const asked = { amount, key, ...(bank ? { to: { type: 'bank_account', token } } : {}) };
        const first = await Promise.all([1, 2, 3].map(() => place.withdraw(tenant, balanceId, asked)));
        const last = await place.withdraw(tenant, balanceId, asked);
        const fresh = first.find(({ status, headers }) => status === 201 && !headers['idempotent-replayed']);
        expect([last.status, last.headers['idempotent-replayed'], last.body]).toEqual([201, 'true', fresh?.body]);
        const gone = BigInt(amount);
        const waits = amount > 10_000;
        expect(await place.moneyOf(tenant, balanceId)).toEqual(waits ? [30_000n, gone] : [30_000n - gone, 0n]);
        expect(await place.atBank(tenant, token)).toBe(bank && !waits ? gone : 0n);
      }
    }
  });

  it('2.7 is processing while the bank is silent, and the timer finishes it', async () => {
    const own = await place.program();
    const balanceId = await place.bench.balance(own, { posted: 1_000n });
    const token = await place.link(own, balanceId);
    await place.faults(own, 1);
    const key = randomUUID();
    const asked = { amount: 400, key, to: { type: 'bank_account', token } };
    const { status, body } = await place.withdraw(own, balanceId, asked);
    expect([status, body.status, body.transactionId]).toEqual([201, 'processing', undefined]);
    expect(await place.moneyOf(own, balanceId)).toEqual([1_000n, 400n]);
    const withdrawalId = String(body.withdrawalId);
    expect(await place.timers(own)).toEqual([withdrawalId]);
    await expect(place.settle(own, withdrawalId)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    await place.faults(own, 0);
    await place.settle(own, withdrawalId);
    await place.settle(own, withdrawalId);
    expect([await place.moneyOf(own, balanceId), await place.atBank(own, token)]).toEqual([[600n, 0n], 400n]);
    expect((await place.show(own, withdrawalId)).body.status).toBe('completed');
    expect([await place.timers(own), await place.pendingOf(balanceId)]).toEqual([[], [0n]]);
    expect((await place.withdraw(own, balanceId, asked)).body).toEqual(body);
  });
});
