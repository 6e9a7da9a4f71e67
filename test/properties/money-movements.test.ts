import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personOutstandingItem } from '../../functions/balances/infrastructure/limit-items.ts';
import { freezeBalance } from '../../functions/balances/freeze-balance/declaration.ts';
import { wire as wireFreeze } from '../../functions/balances/freeze-balance/handler.ts';
import { unfreezeBalance } from '../../functions/balances/unfreeze-balance/declaration.ts';
import { wire as wireUnfreeze } from '../../functions/balances/unfreeze-balance/handler.ts';
import { recordItem } from '../../functions/kernel/events/record-item.ts';
import type { Leg } from '../../functions/kernel/money/leg.ts';
import type { Item } from '../../functions/kernel/persistence/table.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { foldJournal } from '../functions/balances/given-partners.ts';
import type { MoneyBench } from '../functions/balances/money-bench.ts';
import { moneyBench, newPhone } from '../functions/balances/money-bench.ts';
import type { TestAnswer } from '../support/http-call.ts';
import { call } from '../support/http-call.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;
let bench: MoneyBench;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
});
afterAll(() => platform.stop());

const balanceCount = 3;

const balanceAt = fc.nat({ max: balanceCount - 1 });

/** Amounts of a few minor units, so that what is there is used up, and of as many as limits speak of. */
const amount = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(400_000, 999_999, 1_000_000, 1_000_001));

const step = fc.record({
  kind: fc.constantFrom('load', 'load', 'debit', 'transfer', 'freeze', 'unfreeze'),
  on: balanceAt,
  to: balanceAt,
  amount,
  /** How often the very same request is sent. */
  times: fc.integer({ min: 1, max: 3 }),
});

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Given {
  readonly tenant: TenantContext;
  readonly balances: readonly string[];
  readonly granted: bigint;
}

/** A full and a small instrument, and a third of the first one's person. */
const given = async (granted: bigint): Promise<Given> => {
  const tenant = await bench.program(granted);
  const customerId = await bench.customer(tenant, { level: 'full', phone: newPhone() });
  const balances = [
    await bench.balance(tenant, { customerId }),
    await bench.balance(tenant, { level: 'minimum' }),
    await bench.balance(tenant, { customerId }),
  ];
  return { tenant, balances, granted };
};

const send = ({ tenant, balances }: Given, { kind, on, to, amount: minor }: Step, key: string): Promise<TestAnswer> => {
  const balanceId = balances[on] ?? '';
  const request = { as: { tenant }, params: { balanceId }, idempotencyKey: key };
  switch (kind) {
    case 'load':
      return bench.load(tenant, balanceId, { amount: minor, key });
    case 'debit':
      return bench.debit(tenant, balanceId, { amount: minor, key });
    case 'transfer':
      return bench.transfer(tenant, { from: balanceId, to: balances[to] ?? '', amount: minor }, key);
    case 'freeze':
      return call(wireFreeze(platform), freezeBalance, request);
    case 'unfreeze':
      return call(wireUnfreeze(platform), unfreezeBalance, request);
  }
};

/** Each request under its own key, as often as it says. @returns the answers by request */
const play = async (place: Given, steps: readonly Step[], concurrent: boolean): Promise<TestAnswer[][]> => {
  const answers: TestAnswer[][] = [];
  const one = async (request: Step): Promise<void> => {
    const key = randomUUID();
    const sent = Array.from({ length: request.times }, () => () => send(place, request, key));
    if (concurrent) {
      answers.push(await Promise.all(sent.map((again) => again())));
      return;
    }
    const got: TestAnswer[] = [];
    for (const again of sent) got.push(await again());
    answers.push(got);
  };
  if (concurrent) await Promise.all(steps.map(one));
  else for (const request of steps) await one(request);
  return answers;
};

const itemsOf = async ({ tenant }: Given, type?: string): Promise<readonly Item[]> =>
  (await platform.items(type)).filter(({ pk }) => String(pk).startsWith(`T#${tenant.tenantId}#`));

const sumOf = (minor: readonly bigint[]): bigint => minor.reduce((sum, value) => sum + value, 0n);

const byAccount = (legs: readonly Leg[]): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const { account, minor } of legs) sums.set(account, (sums.get(account) ?? 0n) + minor);
  return sums;
};

const outstandingOf = async (person: string | undefined): Promise<bigint> => {
  if (person === undefined) return 0n;
  const item = await platform.table.get({ pk: person, sk: 'OUTSTANDING' });
  return item === undefined ? 0n : personOutstandingItem.decode(item).outstanding;
};

interface Line {
  readonly balanceId: string;
  readonly amount: { readonly amount: number };
}

const settle = async (place: Given): Promise<void> => {
  const { tenant, balances, granted } = place;
  await foldJournal(platform, tenant);
  const stored = await Promise.all(balances.map((balanceId) => bench.store.find(tenant, balanceId)));
  const posted = stored.map((balance) => balance?.posted ?? 0n);
  const purse = (await bench.purseOf(tenant)) ?? 0n;
  const records = (await itemsOf(place, 'record')).map((item) => recordItem.decode(item));
  const entries = records.flatMap(({ legs }) => (legs === undefined ? [] : [legs]));
  const accounts = byAccount(entries.flat());

  // I1: nothing appears and nothing vanishes, in the entries and in what is stored.
  for (const legs of entries) expect(sumOf(legs.map(({ minor }) => minor))).toBe(0n);
  expect(sumOf(posted) + purse).toBe(granted);
  balances.forEach((balanceId, position) => {
    expect(accounts.get(`customer:${balanceId}`) ?? 0n).toBe(posted[position]);
  });
  // I2: nobody spends what is not there.
  for (const value of [...posted, purse]) expect(value).toBeGreaterThanOrEqual(0n);
  // Statement lines tell the same as the balances.
  const lines = records.filter(({ type }) => type === 'transaction.posted').map(({ data }) => JSON.parse(data) as Line);
  balances.forEach((balanceId, position) => {
    const own = lines.filter((line) => line.balanceId === balanceId).map((line) => BigInt(line.amount.amount));
    expect(sumOf(own)).toBe(posted[position]);
  });
  // Rule 70: a person's total is what its balances hold, and never above its cap.
  const [full, small, other] = stored;
  expect(await outstandingOf(full?.person ?? other?.person)).toBe((full?.posted ?? 0n) + (other?.posted ?? 0n));
  expect(await outstandingOf(small?.person)).toBe(small?.posted);
  expect(small?.posted).toBeLessThanOrEqual(1_000_000n);
};

const expected = new Set([200, 201, 400, 402, 409, 422]);

const checkReplays = (answers: readonly (readonly TestAnswer[])[]): void => {
  for (const repeats of answers) {
    for (const { status } of repeats) expect(expected).toContain(status);
    const done = repeats.filter(({ status }) => status < 300);
    const fresh = done.filter(({ headers }) => headers['idempotent-replayed'] === undefined);
    expect(fresh.length).toBeLessThanOrEqual(1);
    for (const { body } of done) expect(body).toEqual(fresh[0]?.body ?? done[0]?.body);
  }
};

const granted = fc.constantFrom(100n, 1_500_000n, 1_000_000_000n);

describe('Money that moves', () => {
  it('I1 I2 I4 sums to zero, is never below zero and moves once, in any order of requests and repeats', async () => {
    const property = fc.asyncProperty(
      granted,
      fc.array(step, { minLength: 1, maxLength: 20 }),
      async (credit, steps) => {
        const place = await given(credit);
        const answers = await play(place, steps, false);
        checkReplays(answers);
        await settle(place);
      },
    );
    await fc.assert(property, { numRuns: 15 });
  });

  it('I1 I2 I4 does so too when all requests and repeats run at once', async () => {
    const property = fc.asyncProperty(
      granted,
      fc.array(step, { minLength: 2, maxLength: 10 }),
      async (credit, steps) => {
        const place = await given(credit);
        const answers = await play(place, steps, true);
        checkReplays(answers);
        await settle(place);
      },
    );
    await fc.assert(property, { numRuns: 15 });
  });

  it('I4 a repeat of everything afterwards changes nothing', async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const place = await given(1_000_000_000n);
      const keyed = steps.map((request) => ({ request, key: randomUUID() }));
      const first: TestAnswer[] = [];
      for (const { request, key } of keyed) first.push(await send(place, request, key));
      const done = keyed.filter((_, position) => (first[position]?.status ?? 500) < 300);
      const before = await itemsOf(place);
      for (const { request, key } of done) {
        expect((await send(place, request, key)).headers['idempotent-replayed']).toBe('true');
      }
      expect(await itemsOf(place)).toEqual(before);
    });
    await fc.assert(property, { numRuns: 10 });
  });
});
