import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankAccountKey } from '../../../../functions/sandbox/sandbox-twin/bank/bank-items.ts';
import type { TableCall, TableFault } from '../../../support/faulty-table.ts';
import { faultyTable } from '../../../support/faulty-table.ts';
import type { TestAnswer } from '../../../support/http-call.ts';
import type { WithdrawalBench } from '../withdrawal-bench.ts';
import { startWithdrawalBench } from '../withdrawal-bench.ts';

let place: WithdrawalBench;

beforeAll(async () => {
  place = await startWithdrawalBench();
});
afterAll(() => place.stop());

/** A balance of 1,000 whose owner has an account at the bank, in a tenant of its own: only its timers run. */
const owner = async () => {
  const tenant = await place.program(500);
  const balanceId = await place.bench.balance(tenant, { posted: 1_000n });
  const token = await place.link(tenant, balanceId);
  return { tenant, balanceId, token, to: { type: 'bank_account', token } };
};

type Owner = Awaited<ReturnType<typeof owner>>;

/** The platform with a table that fails one of its calls. */
const failingAt = (number: number, kind: TableFault['kind'] & ('silent after' | 'crash after')) => {
  const table = faultyTable(place.platform.table, (one: TableCall) => (one.number === number ? { kind } : undefined));
  return { platform: { ...place.platform, table }, table };
};

/** Ends when the request does, or the process that carries it out. */
const orCrash = (sent: Promise<TestAnswer>, crashed: Promise<void>): Promise<TestAnswer | undefined> =>
  Promise.race([sent, crashed.then(() => undefined)]);

/** Whatever happened before: once the timers ran, all of it happened once or nothing did. */
const expectSettled = async ({ tenant, balanceId, token }: Owner, amount: bigint): Promise<void> => {
  for (const withdrawalId of await place.timers(tenant)) await place.settle(tenant, withdrawalId);
  const paid = (await place.atBank(tenant, token)) ?? 0n;
  expect([0n, amount]).toContain(paid);
  const [posted, held] = await place.moneyOf(tenant, balanceId);
  expect(posted).toBe(1_000n - paid);
  const left = await place.pendingOf(balanceId);
  expect(left.reduce((sum: bigint, value) => sum + BigInt(String(value)), 0n)).toBe(held);
};

// A crash before a call leaves what a crash after the call before it does.
const kinds = ['silent after', 'crash after'] as const;
const mostCalls = 14;

describe('settleWithdrawal', () => {
  it('does nothing for what is unknown, waits or has ended', async () => {
    const { tenant, balanceId, to } = await owner();
    const waits = await place.withdraw(tenant, balanceId, { amount: 600, to });
    const ended = await place.withdraw(tenant, balanceId, { amount: 100 });
    const before = await place.platform.items();
    for (const id of [waits.body.withdrawalId, ended.body.withdrawalId, place.platform.ids.next('wdr', tenant)]) {
      await place.settle(tenant, String(id));
    }
    expect(await place.platform.items()).toEqual(before);
  });

  it('2.7 fails when the bank does not know the account, and gives the money back', async () => {
    const one = await owner();
    const { tenant } = one;
    const { body: waits } = await place.withdraw(tenant, one.balanceId, { amount: 600, to: one.to });
    await place.twin.platform.table.write({ kind: 'delete', key: bankAccountKey(tenant, one.token) });
    const { status, body } = await place.approve(String(waits.withdrawalId));
    expect([status, body.status, body.failure]).toEqual([200, 'failed', { code: 'destination_invalid' }]);
    expect([await place.moneyOf(tenant, one.balanceId), await place.pendingOf(one.balanceId)]).toEqual([
      [1_000n, 0n],
      [0n],
    ]);
    const records = await place.bench.recordsOf(String(waits.withdrawalId));
    expect(records.at(-1)).toMatchObject({ type: 'withdrawal.failed' });
  });

  it('I4 pays once when timer and request finish at the same time', async () => {
    const one = await owner();
    const { tenant } = one;
    await place.faults(tenant, 1);
    const { body } = await place.withdraw(tenant, one.balanceId, { amount: 400, to: one.to });
    await place.faults(tenant, 0);
    await Promise.all([1, 2, 3].map(() => place.settle(tenant, String(body.withdrawalId))));
    expect((await place.show(tenant, String(body.withdrawalId))).body.status).toBe('completed');
    expect([await place.moneyOf(tenant, one.balanceId), await place.atBank(tenant, one.token)]).toEqual([
      [600n, 0n],
      400n,
    ]);
  });

  it.each(kinds)(
    'I5 a withdrawal whose table call is "%s", wherever, happens once or not at all',
    async (kind) => {
      for (let number = 0; number < mostCalls; number += 1) {
        const one = await owner();
        const { platform, table } = failingAt(number, kind);
        const asked = { amount: 400, to: one.to, key: randomUUID() };
        await orCrash(place.withdraw(one.tenant, one.balanceId, { ...asked, on: platform }), table.crashed);
        await expectSettled(one, 400n);
        // The caller's repeat, once the crashed request's lease is over, ends in the same one withdrawal.
        place.platform.clock.advance({ seconds: 40 });
        const again = await place.withdraw(one.tenant, one.balanceId, asked);
        expect([again.status, again.body.amount]).toEqual([201, { amount: 400, currency: 'INR' }]);
        await expectSettled(one, 400n);
        expect(await place.atBank(one.tenant, one.token)).toBe(400n);
      }
    },
    300_000,
  );

  it.each(kinds)(
    'I5 an approval whose table call is "%s", wherever, happens once or not at all',
    async (kind) => {
      for (let number = 0; number < mostCalls; number += 1) {
        const one = await owner();
        const { body } = await place.withdraw(one.tenant, one.balanceId, { amount: 600, to: one.to });
        const withdrawalId = String(body.withdrawalId);
        const { platform, table } = failingAt(number, kind);
        const key = randomUUID();
        await orCrash(place.approve(withdrawalId, { key, on: platform }), table.crashed);
        await expectSettled(one, 600n);
        place.platform.clock.advance({ seconds: 40 });
        const again = await place.approve(withdrawalId, { key });
        expect([again.status, again.body.withdrawalId]).toEqual([200, withdrawalId]);
        await expectSettled(one, 600n);
        expect(await place.atBank(one.tenant, one.token)).toBe(600n);
      }
    },
    300_000,
  );
});
