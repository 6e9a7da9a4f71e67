import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordItem } from '../../functions/kernel/events/record-item.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { correctionBench } from '../functions/balances/correction-bench.ts';
import type { WithdrawalBench } from '../functions/balances/withdrawal-bench.ts';
import { startWithdrawalBench } from '../functions/balances/withdrawal-bench.ts';
import type { TestAnswer } from '../support/http-call.ts';

let place: WithdrawalBench;
let corrections: ReturnType<typeof correctionBench>;

beforeAll(async () => {
  place = await startWithdrawalBench();
  corrections = correctionBench(place.platform);
});
afterAll(() => place.stop());

const start = 200n;
const threshold = 60;

const step = fc.record({
  kind: fc.constantFrom('program', 'bank', 'approve', 'approve', 'reject', 'credit', 'debit'),
  amount: fc.integer({ min: 1, max: 100 }),
  /** Which of the withdrawals so far is decided on. */
  which: fc.nat({ max: 3 }),
  /** How often the very same request is sent, at once. */
  times: fc.integer({ min: 1, max: 2 }),
});

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface World {
  readonly tenant: TenantContext;
  readonly balanceId: string;
  readonly token: string;
  /** Newest first. */
  readonly withdrawals: string[];
  readonly unknown: string;
}

const send = async (world: World, { kind, amount, which }: Step, key: string): Promise<TestAnswer> => {
  const { tenant, balanceId, token, withdrawals, unknown } = world;
  const decided = withdrawals[which] ?? unknown;
  switch (kind) {
    case 'program':
      return place.withdraw(tenant, balanceId, { amount, key });
    case 'bank':
      return place.withdraw(tenant, balanceId, { amount, key, to: { type: 'bank_account', token } });
    case 'approve':
      return place.approve(decided, { key });
    case 'reject':
      return place.reject(decided, { key });
    default: {
      const { body } = await corrections.create(balanceId, { amount, direction: kind, key });
      return corrections.approve(String(body.correctionId), { key: `${key}-approved` });
    }
  }
};

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

const expectTrue = async ({ tenant, balanceId, token }: World): Promise<void> => {
  const [posted = 0n, held = 0n] = await place.moneyOf(tenant, balanceId);
  const items = (await place.platform.items('record')).filter(({ pk }) =>
    String(pk).startsWith(`T#${tenant.tenantId}#`),
  );
  const records = items.map((item) => recordItem.decode(item));
  const legs = records.flatMap((record) => record.legs ?? []);
  const on = (account: string): bigint =>
    sumOf(legs.filter((leg) => leg.account.startsWith(account)).map(({ minor }) => minor));
  // I1: entries sum to zero; balance, purse and bank are what the entries say.
  expect(sumOf(legs.map(({ minor }) => minor))).toBe(0n);
  expect(on('customer:')).toBe(posted - start);
  expect(on('partner:')).toBe(await place.bench.purseOf(tenant));
  expect(on('pooled')).toBe(await place.atBank(tenant, token));
  // I2: what is held is what the pending lines say, and only a correction takes a balance below zero.
  const left = (await place.pendingOf(balanceId)).map((value) => BigInt(String(value)));
  expect(sumOf(left)).toBe(held);
  const taken = sumOf(
    legs.filter(({ account, minor }) => account === 'suspense' && minor > 0n).map(({ minor }) => minor),
  );
  expect(posted - held).toBeGreaterThanOrEqual(-taken);
};

const expected = new Set([200, 201, 402, 404, 409]);

describe('Withdrawals and corrections', () => {
  it('I1 I2 I4 sum to zero, spend no money twice and move once, in any order of requests and repeats', async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
      const tenant = await place.program(threshold);
      const balanceId = await place.bench.balance(tenant, { posted: start });
      const unknown = place.platform.ids.next('wdr', tenant);
      const token = await place.link(tenant, balanceId);
      const world: World = { tenant, balanceId, token, withdrawals: [], unknown };
      for (const request of steps) {
        const key = randomUUID();
        const answers = await Promise.all(Array.from({ length: request.times }, () => send(world, request, key)));
        for (const { status } of answers) expect(expected).toContain(status);
        const made = answers.find(({ status, body }) => status === 201 && body.withdrawalId !== undefined);
        if (made !== undefined) world.withdrawals.unshift(String(made.body.withdrawalId));
      }
      await expectTrue(world);
    });
    await fc.assert(property, { numRuns: 15 });
  }, 120_000);
});
