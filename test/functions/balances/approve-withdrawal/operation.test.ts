import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveWithdrawal } from '../../../../functions/balances/approve-withdrawal/declaration.ts';
import { wire } from '../../../../functions/balances/approve-withdrawal/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { inr } from '../money-bench.ts';
import type { WithdrawalBench } from '../withdrawal-bench.ts';
import { staff, startWithdrawalBench } from '../withdrawal-bench.ts';

let place: WithdrawalBench;
let tenant: TenantContext;

beforeAll(async () => {
  place = await startWithdrawalBench();
  tenant = await place.program(500);
});
afterAll(() => place.stop());

const toBank = (token: string) => ({ type: 'bank_account', token });

/** A withdrawal of 600 out of 1,000 that waits, to the program or to a bank account. */
const waiting = async (kind: 'program' | 'bank' = 'program', of: TenantContext = tenant) => {
  const balanceId = await place.bench.balance(of, { posted: 1_000n });
  const token = await place.link(of, balanceId);
  const asked = { amount: 600, ...(kind === 'bank' ? { to: toBank(token) } : {}) };
  const { body } = await place.withdraw(of, balanceId, asked);
  return { balanceId, token, withdrawalId: String(body.withdrawalId) };
};

describe('approveWithdrawal', () => {
  itRefusesBadRequests({
    declaration: approveWithdrawal,
    handler: () => wire(place.platform),
    valid: async () => ({ as: staff, params: { withdrawalId: (await waiting()).withdrawalId } }),
  });

  it('2.7 I1 gives held money to the program', async () => {
    const own = await place.program(500);
    const { balanceId, withdrawalId } = await waiting('program', own);
    const { status, body } = await place.approve(withdrawalId);
    expect([status, body.status]).toEqual([200, 'completed']);
    expect([await place.moneyOf(own, balanceId), await place.bench.purseOf(own)]).toEqual([[400n, 0n], 600n]);
    expect(await place.pendingOf(balanceId)).toEqual([0n]);
    const entry = (await place.bench.recordsOf(balanceId)).find(({ resourceId }) => resourceId === body.transactionId);
    expect(entry?.['legs']).toEqual([
      { account: `customer:${balanceId}`, currency: 'INR', minor: -600n },
      { account: expect.stringMatching(/^partner:pbl_/), currency: 'INR', minor: 600n },
    ]);
    expect(JSON.parse(String(entry?.['data']))).toMatchObject({ type: 'withdrawal', amount: inr(-600) });
    const records = await place.bench.recordsOf(withdrawalId);
    expect(records.map(({ type, actor }) => [type, actor])).toEqual([
      ['withdrawal.requested', 'tenant:key_test'],
      ['withdrawal.completed', 'staff:Manager:staff-1'],
    ]);
    expect((await place.show(own, withdrawalId)).body).toEqual(body);
  });

  it('2.7 I1 pays held money out at the bank', async () => {
    const { balanceId, withdrawalId, token } = await waiting('bank');
    const { status, body } = await place.approve(withdrawalId);
    expect([status, body.status, body.destination]).toEqual([200, 'completed', toBank(token)]);
    expect([await place.moneyOf(tenant, balanceId), await place.atBank(tenant, token)]).toEqual([[400n, 0n], 600n]);
    const records = await place.bench.recordsOf(withdrawalId);
    expect(records.map(({ type }) => type)).toEqual([
      'withdrawal.requested',
      'withdrawal.approved',
      'withdrawal.completed',
    ]);
  });

  it('lets staff of the tenant decide, and nobody of another one', async () => {
    const { withdrawalId } = await waiting();
    const foreign = await place.approve(withdrawalId, { as: { staff: 'Admin', of: await place.program() } });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'withdrawal_not_found']);
    expect((await place.approve(withdrawalId, { as: { staff: 'Admin', of: tenant } })).status).toBe(200);
  });

  it('2.7 refuses what does not wait', async () => {
    const first = await waiting();
    const second = await waiting();
    await place.approve(first.withdrawalId);
    await place.reject(second.withdrawalId);
    for (const { withdrawalId } of [first, second]) {
      const { status, body } = await place.approve(withdrawalId);
      expect([status, body.code]).toEqual([409, 'invalid_state']);
    }
    expect(await place.moneyOf(tenant, second.balanceId)).toEqual([1_000n, 0n]);
  });

  it.each(['program', 'bank'] as const)('2.3 refuses a frozen balance, to the %s', async (kind) => {
    const { balanceId, withdrawalId, token } = await waiting(kind);
    const found = await place.bench.store.find(tenant, balanceId);
    if (found === undefined) throw new Error('the balance is gone');
    const frozen = { ...found, state: 'frozen', sequence: found.sequence + 1 } as const;
    await place.platform.table.transact([place.bench.store.changeState(tenant, frozen).write], randomUUID());
    const { status, body } = await place.approve(withdrawalId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect((await place.show(tenant, withdrawalId)).body.status).toBe('pending_approval');
    expect([await place.moneyOf(tenant, balanceId), await place.atBank(tenant, token)]).toEqual([[1_000n, 600n], 0n]);
  });

  it.each(['program', 'bank'] as const)('I4 pays once when many approve at the same time, to the %s', async (kind) => {
    const { balanceId, withdrawalId, token } = await waiting(kind);
    const answers = await Promise.all(Array.from({ length: 6 }, () => place.approve(withdrawalId)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'invalid_state')).toHaveLength(5);
    expect(await place.moneyOf(tenant, balanceId)).toEqual([400n, 0n]);
    expect(await place.atBank(tenant, token)).toBe(kind === 'bank' ? 600n : 0n);
  });

  it.each(['program', 'bank'] as const)('I4 either approves or rejects, never both, to the %s', async (kind) => {
    const { balanceId, withdrawalId, token } = await waiting(kind);
    const [approval, rejection] = await Promise.all([place.approve(withdrawalId), place.reject(withdrawalId)]);
    expect([approval.status, rejection.status].sort()).toEqual([200, 409]);
    const paid = approval.status === 200 ? 600n : 0n;
    expect(await place.moneyOf(tenant, balanceId)).toEqual([1_000n - paid, 0n]);
    expect(await place.atBank(tenant, token)).toBe(kind === 'bank' ? paid : 0n);
  });

  it.each(['program', 'bank'] as const)('I4 pays once however often it is repeated, to the %s', async (kind) => {
    const { balanceId, withdrawalId } = await waiting(kind);
    const key = randomUUID();
    await Promise.all([1, 2, 3].map(() => place.approve(withdrawalId, { key })));
    const last = await place.approve(withdrawalId, { key });
    expect([last.status, last.headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect(await place.moneyOf(tenant, balanceId)).toEqual([400n, 0n]);
  });

  it('2.7 is processing while the bank is silent; nobody can reject it any more, and the timer finishes it', async () => {
    const own = await place.program(500);
    const { balanceId, withdrawalId, token } = await waiting('bank', own);
    await place.faults(own, 1);
    const { status, body } = await place.approve(withdrawalId);
    expect([status, body.status]).toEqual([200, 'processing']);
    expect((await place.reject(withdrawalId)).body.code).toBe('invalid_state');
    await place.faults(own, 0);
    await place.settle(own, withdrawalId);
    expect([await place.moneyOf(own, balanceId), await place.atBank(own, token)]).toEqual([[400n, 0n], 600n]);
  });

  it('knows no unknown withdrawal', async () => {
    for (const withdrawalId of [place.platform.ids.next('wdr', tenant), 'wdr_1']) {
      const { status, body } = await place.approve(withdrawalId);
      expect([status, body.code]).toEqual([404, 'withdrawal_not_found']);
    }
  });
});
