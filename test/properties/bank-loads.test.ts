import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personOutstandingItem } from '../../functions/balances/infrastructure/limit-items.ts';
import { loadBalance } from '../../functions/balances/load-balance/declaration.ts';
import { wire as wireLoad } from '../../functions/balances/load-balance/handler.ts';
import { recordItem } from '../../functions/kernel/events/record-item.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import type { BankBench } from '../functions/balances/bank-bench.ts';
import { startBankBench } from '../functions/balances/bank-bench.ts';
import { foldJournal } from '../functions/balances/given-partners.ts';
import { inr } from '../functions/balances/money-bench.ts';
import type { TestAnswer } from '../support/http-call.ts';
import { call } from '../support/http-call.ts';

let bench: BankBench;

beforeAll(async () => {
  bench = await startBankBench();
});
afterAll(() => bench.stop());

const amount = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(400_000, 999_999, 1_000_000, 1_000_001));

const step = fc.record({
  kind: fc.constantFrom('bank', 'bank', 'gateway', 'program', 'debit', 'return'),
  amount,
  /** How often the very same request or event is sent. */
  times: fc.integer({ min: 1, max: 3 }),
  /** Which payment, or which load of those there are. */
  pick: fc.nat({ max: 2 }),
});

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Place {
  readonly tenant: TenantContext;
  readonly balanceId: string;
  readonly token: string;
  readonly granted: bigint;
  readonly atBank: bigint;
  /** Bank loads that were answered. */
  readonly loads: string[];
}

const given = async (granted: bigint, atBank: number): Promise<Place> => {
  const tenant = await bench.money.program(granted);
  const balanceId = await bench.money.balance(tenant, { level: 'minimum' });
  const token = await bench.link(tenant, balanceId, atBank);
  return { tenant, balanceId, token, granted, atBank: BigInt(atBank), loads: [] };
};

const sent = ({ tenant, balanceId, token }: Place, { kind, amount: minor, pick }: Step, key: string) => {
  const load = (source: unknown): Promise<TestAnswer> =>
    call(wireLoad(bench.platform), loadBalance, {
      as: { tenant },
      params: { balanceId },
      body: { amount: inr(minor), source },
      idempotencyKey: key,
    });
  switch (kind) {
    case 'bank':
      return load({ type: 'bank_account', token });
    case 'gateway':
      return load({ type: 'gateway', paymentId: `pay_${pick}` });
    case 'program':
      return load({ type: 'program' });
    default:
      return bench.money.debit(tenant, balanceId, { amount: minor, key });
  }
};

/** The bank takes a load back, and says so under one event id or several. */
const returned = async ({ tenant, loads }: Place, { times, pick }: Step): Promise<void> => {
  const loadId = loads[pick % Math.max(1, loads.length)];
  if (loadId === undefined) return;
  await bench.takeBack(tenant, loadId);
  const event = await bench.eventOf(tenant, loadId);
  const events = [event, event, await bench.eventOf(tenant, loadId)].slice(0, times);
  await Promise.all(events.map((told) => bench.hear(told)));
  // What lost a race is delivered again by the queue.
  for (const told of events) expect(await bench.hear(told)).toBe(true);
};

const expected = new Set([201, 402, 409, 422]);

const play = async (place: Place, one: Step): Promise<void> => {
  if (one.kind === 'return') return returned(place, one);
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: one.times }, () => sent(place, one, key)));
  for (const { status } of answers) expect(expected).toContain(status);
  const done = answers.find(({ status }) => status === 201);
  if (done === undefined) return;
  const again = await sent(place, one, key);
  expect([again.headers['idempotent-replayed'], again.body]).toEqual(['true', done.body]);
  if (one.kind === 'bank') place.loads.push(String(done.body.loadId));
};

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

const settle = async (place: Place): Promise<void> => {
  const { tenant, balanceId, token, granted } = place;
  await foldJournal(bench.platform, tenant);
  const balance = await bench.money.store.find(tenant, balanceId);
  const posted = balance?.posted ?? 0n;
  const atBank = (await bench.atBank(tenant, token)) ?? 0n;
  const purse = (await bench.money.purseOf(tenant)) ?? 0n;
  const records = (await bench.platform.items('record'))
    .filter(({ pk }) => String(pk).startsWith(`T#${tenant.tenantId}#`))
    .map((item) => recordItem.decode(item));
  const entries = records.flatMap(({ legs }) => (legs === undefined ? [] : [legs]));
  const of = (account: string): bigint =>
    sum(
      entries
        .flat()
        .filter((leg) => leg.account === account)
        .map(({ minor }) => minor),
    );
  for (const legs of entries) expect(sum(legs.map(({ minor }) => minor))).toBe(0n);
  expect(of(`customer:${balanceId}`)).toBe(posted);
  // What the nodal account got is what the bank lost.
  expect(of('pooled')).toBe(atBank - place.atBank);
  expect(posted + purse + atBank).toBe(granted + place.atBank);
  const person = await bench.platform.table.get({ pk: balance?.person ?? '-', sk: 'OUTSTANDING' });
  expect(person === undefined ? 0n : personOutstandingItem.decode(person).outstanding).toBe(posted);
  expect(posted).toBeLessThanOrEqual(1_000_000n);
};

const credit = fc.constantFrom(100n, 1_500_000n);
const account = fc.constantFrom(50, 600_000, 3_000_000);

describe('Loads from outside', () => {
  it('I1 I3 I4 move each amount once between bank, program and balance, in any order with any repeats', async () => {
    const property = fc.asyncProperty(
      credit,
      account,
      fc.array(step, { minLength: 2, maxLength: 10 }),
      async (granted, atBank, steps) => {
        const place = await given(granted, atBank);
        for (const one of steps) await play(place, one);
        await settle(place);
      },
    );
    await fc.assert(property, { numRuns: 12 });
  }, 180_000);

  it('I1 I3 I4 do so too when all of them come at once', async () => {
    const property = fc.asyncProperty(
      credit,
      account,
      fc.array(step, { minLength: 2, maxLength: 6 }),
      async (...of) => {
        const [granted, atBank, steps] = of;
        const place = await given(granted, atBank);
        await play(place, { kind: 'bank', amount: 40, times: 1, pick: 0 });
        await Promise.all(steps.map((one) => play(place, one)));
        await settle(place);
      },
    );
    await fc.assert(property, { numRuns: 12 });
  }, 180_000);
});
