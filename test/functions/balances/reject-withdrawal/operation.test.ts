import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rejectWithdrawal } from '../../../../functions/balances/reject-withdrawal/declaration.ts';
import { wire } from '../../../../functions/balances/reject-withdrawal/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { WithdrawalBench } from '../withdrawal-bench.ts';
import { staff, startWithdrawalBench } from '../withdrawal-bench.ts';

let place: WithdrawalBench;
let tenant: TenantContext;

beforeAll(async () => {
  place = await startWithdrawalBench();
  tenant = await place.program(500);
});
afterAll(() => place.stop());

const waiting = async (traits: Parameters<WithdrawalBench['bench']['balance']>[1] = {}) => {
  const balanceId = await place.bench.balance(tenant, { posted: 1_000n, ...traits });
  const { body } = await place.withdraw(tenant, balanceId, { amount: 600 });
  return { balanceId, withdrawalId: String(body.withdrawalId) };
};

describe('rejectWithdrawal', () => {
  itRefusesBadRequests({
    declaration: rejectWithdrawal,
    handler: () => wire(place.platform),
    valid: async () => ({ as: staff, params: { withdrawalId: (await waiting()).withdrawalId } }),
  });

  it('2.7 refuses what waits and makes its money available again', async () => {
    const { balanceId, withdrawalId } = await waiting();
    const { status, body } = await place.reject(withdrawalId);
    expect([status, body.status, body.transactionId]).toEqual([200, 'rejected', undefined]);
    expect([await place.moneyOf(tenant, balanceId), await place.pendingOf(balanceId)]).toEqual([[1_000n, 0n], [0n]]);
    expect((await place.show(tenant, withdrawalId)).body).toEqual(body);
    const [line] = await place.bench.recordsOf(balanceId);
    expect(line?.['legs']).toBeUndefined();
    const records = await place.bench.recordsOf(withdrawalId);
    expect(records.map(({ type }) => type)).toEqual(['withdrawal.requested', 'withdrawal.rejected']);
  });

  it('lets staff of the tenant decide, and nobody of another one', async () => {
    const { withdrawalId } = await waiting();
    const foreign = await place.reject(withdrawalId, { as: { staff: 'Admin', of: await place.program() } });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'withdrawal_not_found']);
    expect((await place.reject(withdrawalId, { as: { staff: 'Manager', of: tenant } })).status).toBe(200);
  });

  it('2.7 refuses what does not wait', async () => {
    const { balanceId, withdrawalId } = await waiting();
    const done = await place.withdraw(tenant, balanceId, { amount: 100 });
    await place.reject(withdrawalId);
    for (const decided of [withdrawalId, String(done.body.withdrawalId)]) {
      const { status, body } = await place.reject(decided);
      expect([status, body.code]).toEqual([409, 'invalid_state']);
    }
    expect(await place.moneyOf(tenant, balanceId)).toEqual([900n, 0n]);
  });

  it('2.7 refuses what is on its way at the bank', async () => {
    const own = await place.program();
    const balanceId = await place.bench.balance(own, { posted: 1_000n });
    const to = { type: 'bank_account', token: await place.link(own, balanceId) };
    await place.faults(own, 1);
    const { body } = await place.withdraw(own, balanceId, { amount: 600, to });
    expect(body.status).toBe('processing');
    const refused = await place.reject(String(body.withdrawalId));
    expect([refused.status, refused.body.code]).toEqual([409, 'invalid_state']);
    expect(await place.moneyOf(own, balanceId)).toEqual([1_000n, 600n]);
  });

  it('2.3 gives the money back to a balance that was frozen meanwhile', async () => {
    const { balanceId, withdrawalId } = await waiting();
    const found = await place.bench.store.find(tenant, balanceId);
    if (found === undefined) throw new Error('the balance is gone');
    const frozen = { ...found, state: 'frozen', sequence: found.sequence + 1 } as const;
    await place.platform.table.transact([place.bench.store.changeState(tenant, frozen).write], randomUUID());
    expect((await place.reject(withdrawalId)).status).toBe(200);
    expect(await place.moneyOf(tenant, balanceId)).toEqual([1_000n, 0n]);
  });

  it('I4 gives the money back once, however often the request is repeated', async () => {
    const { balanceId, withdrawalId } = await waiting();
    const key = randomUUID();
    await Promise.all([1, 2, 3].map(() => place.reject(withdrawalId, { key })));
    const last = await place.reject(withdrawalId, { key });
    expect([last.status, last.headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect(await place.moneyOf(tenant, balanceId)).toEqual([1_000n, 0n]);
  });

  it('knows no unknown withdrawal', async () => {
    for (const withdrawalId of [place.platform.ids.next('wdr', tenant), 'wdr_1']) {
      const { status, body } = await place.reject(withdrawalId);
      expect([status, body.code]).toEqual([404, 'withdrawal_not_found']);
    }
  });
});
