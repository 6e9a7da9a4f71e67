import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getLoad } from '../../../../functions/balances/get-load/declaration.ts';
import { wire as wireGet } from '../../../../functions/balances/get-load/handler.ts';
import { dynamoLoadStore } from '../../../../functions/balances/infrastructure/dynamo-load-store.ts';
import { loadBalance } from '../../../../functions/balances/load-balance/declaration.ts';
import { wire } from '../../../../functions/balances/load-balance/handler.ts';
import { feeOf } from '../../../../functions/economics/domain/fee-schedule.ts';
import type { Leg } from '../../../../functions/kernel/money/leg.ts';
import { call } from '../../../support/http-call.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import type { PricedProgram } from '../../economics/given-fees.ts';
import { pricedProgram } from '../../economics/given-fees.ts';
import { foldJournal, storedTotals } from '../given-partners.ts';
import type { MoneyBench } from '../money-bench.ts';
import { inr, moneyBench } from '../money-bench.ts';

let platform: TestPlatform;
let bench: MoneyBench;

beforeAll(async () => {
  platform = await startTestPlatform();
  bench = moneyBench(platform);
});
afterAll(() => platform.stop());

interface Place extends PricedProgram {
  readonly balanceId: string;
}

const given = async (credit: bigint, gatewayLoad?: object): Promise<Place> => {
  const program = await pricedProgram(platform);
  await bench.purse(program.tenant, credit);
  if (gatewayLoad !== undefined) await program.set({ gatewayLoad });
  return { ...program, balanceId: await bench.balance(program.tenant) };
};

interface Payment {
  readonly amount: number;
  readonly paymentId?: string;
  readonly key?: string;
}

const load = (
  { tenant, balanceId }: Place,
  { amount, paymentId = `pay_${randomUUID()}`, key = randomUUID() }: Payment,
) =>
  call(wire(platform), loadBalance, {
    as: { tenant },
    params: { balanceId },
    body: { amount: inr(amount), source: { type: 'gateway', paymentId } },
    idempotencyKey: key,
  });

const standing = async ({ tenant, balanceId }: Place) => [
  await bench.postedOf(tenant, balanceId),
  await bench.purseOf(tenant),
];

const legsOf = async ({ balanceId }: Place): Promise<readonly (readonly Leg[])[]> =>
  (await bench.recordsOf(balanceId)).map(({ legs }) => legs as readonly Leg[]);

const both = { fixed: inr(200), basisPoints: 199 };

interface Terms {
  readonly fixed: number;
  readonly basisPoints: number;
}

const terms = fc.record({ fixed: fc.nat({ max: 50 }), basisPoints: fc.integer({ min: 0, max: 10_000 }) });

/** A load of an amount three times out of four, else another schedule or none. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 40_000 }) },
  { weight: 1, arbitrary: fc.option(terms, { nil: undefined }) },
);

type Step = number | Terms | undefined;

const wishOf = (set: Terms | undefined) => (set === undefined ? null : { ...set, fixed: inr(set.fixed) });

/** @returns status and what matters of the answer */
const play = async (place: Place, one: Step): Promise<unknown[]> => {
  if (typeof one !== 'number') return [(await place.set({ gatewayLoad: wishOf(one) })).status];
  const { status, body } = await load(place, { amount: one });
  const told: unknown = status === 201 ? body.fee : body.detail;
  return [status, told];
};

/** What there should be. */
interface Books {
  purse: bigint;
  posted: bigint;
  fees: bigint;
  terms: Terms | undefined;
}

const expectedOf = (books: Books, one: Step): unknown[] => {
  if (typeof one !== 'number') {
    books.terms = one;
    return [200];
  }
  const { terms: set } = books;
  const amount = BigInt(one);
  const priced = set && { ...set, fixed: BigInt(set.fixed) };
  const fee = priced && feeOf(priced, { minor: amount, currency: 'INR' }).minor;
  const charged = amount + (fee ?? 0n);
  if (charged > books.purse) return [402, 'partner_credit'];
  books.purse -= charged;
  books.posted += amount;
  books.fees += fee ?? 0n;
  return [201, fee === undefined ? undefined : inr(Number(fee))];
};

const sum = (legs: readonly Leg[]): bigint => legs.reduce((total, { minor }) => total + minor, 0n);

describe('The fee of a load by a gateway payment', () => {
  it('M-19 is the company’s: on top of the load, out of its credit, in the same entry', async () => {
    const place = await given(20_000n, both);
    const { status, body } = await load(place, { amount: 10_000, paymentId: 'pay_1' });
    expect([status, body]).toEqual([
      201,
      {
        loadId: expect.stringMatching(/^lod_/) as string,
        balanceId: place.balanceId,
        status: 'completed',
        amount: inr(10_000),
        source: { type: 'gateway', paymentId: 'pay_1' },
        fee: inr(399),
        transactionId: expect.stringMatching(/^txn_/) as string,
      },
    ]);
    expect(await standing(place)).toEqual([10_000n, 9_601n]);
    expect(await legsOf(place)).toEqual([
      [
        { account: expect.stringMatching(/^partner:pbl_/) as string, currency: 'INR', minor: -10_399n },
        { account: `customer:${place.balanceId}`, currency: 'INR', minor: 10_000n },
        { account: 'fees', currency: 'INR', minor: 399n },
      ],
    ]);
  });

  it('M-19 shows in getLoad, in the record with the version it is by, and in the account of fees', async () => {
    const place = await given(20_000n, { basisPoints: 1 });
    await place.set({ gatewayLoad: both });
    const { body } = await load(place, { amount: 10_000 });
    const { tenant, balanceId } = place;
    const shown = await call(wireGet(platform), getLoad, { as: { tenant }, params: { loadId: body.loadId } });
    expect([shown.status, shown.body]).toEqual([200, body]);
    expect((await dynamoLoadStore(platform.table).find(tenant, body.loadId))?.fee).toEqual({
      amount: { minor: 399n, currency: 'INR' },
      scheduleVersion: 2,
    });
    const [record] = await bench.recordsOf(balanceId);
    expect(JSON.parse(String(record?.['data']))).toMatchObject({ amount: inr(10_000), fee: inr(399) });
    await foldJournal(platform, tenant);
    const { 'fees#INR': fees, 'users#INR': users, 'partners#INR': partners } = await storedTotals(platform, tenant);
    expect([fees, users, partners]).toEqual([399n, 10_000n, -10_399n]);
  });

  it('AN-76 is none without a schedule, nor once it is taken back', async () => {
    const place = await given(20_000n);
    expect((await load(place, { amount: 100 })).body).not.toHaveProperty('fee');
    await place.set({ gatewayLoad: both });
    await place.set({ gatewayLoad: null });
    expect((await load(place, { amount: 100 })).body).not.toHaveProperty('fee');
    expect(await standing(place)).toEqual([200n, 19_800n]);
  });

  it('M-19 of nothing is told, and is no leg', async () => {
    const place = await given(100n, { basisPoints: 1 });
    expect((await load(place, { amount: 100 })).body.fee).toEqual(inr(0));
    expect((await legsOf(place))[0]).toHaveLength(2);
    expect(await standing(place)).toEqual([100n, 0n]);
  });

  it.each([10_398n, 10_000n])(
    'AN-67 a credit of %s is short of load and fee together: 402, and nothing has changed',
    async (credit) => {
      const place = await given(credit, both);
      const before = await platform.items();
      const order = { amount: 10_000, paymentId: `pay_${randomUUID()}`, key: randomUUID() };
      const { status, body } = await load(place, order);
      expect([status, body.code, body.detail]).toEqual([402, 'insufficient_funds', 'partner_credit']);
      expect(await platform.items()).toEqual(before);
      await place.set({ gatewayLoad: null });
      expect((await load(place, order)).status).toBe(201);
    },
  );

  it('AN-67 takes a credit that covers both to the last paisa', async () => {
    const place = await given(10_399n, both);
    expect((await load(place, { amount: 10_000 })).status).toBe(201);
    expect(await standing(place)).toEqual([10_000n, 0n]);
  });

  it('AN-67 a fee that no credit can hold is one that the credit is short of', async () => {
    const place = await given(20_000n, { fixed: inr(Number.MAX_SAFE_INTEGER), basisPoints: 10_000 });
    const { status, body } = await load(place, { amount: 1 });
    expect([status, body.detail]).toEqual([402, 'partner_credit']);
    expect(await standing(place)).toEqual([0n, 20_000n]);
  });

  it('I4 a repeat tells the fee of the first try, whatever the schedule says by now', async () => {
    const place = await given(20_000n, both);
    const order = { amount: 1_000, paymentId: `pay_${randomUUID()}`, key: randomUUID() };
    const first = await load(place, order);
    await place.set({ gatewayLoad: { fixed: inr(5_000) } });
    const repeat = await load(place, order);
    expect([repeat.headers['idempotent-replayed'], repeat.body]).toEqual(['true', first.body]);
    expect(first.body.fee).toEqual(inr(220));
    expect(await standing(place)).toEqual([1_000n, 18_780n]);
    const again = await load(place, { ...order, key: randomUUID() });
    expect([again.status, again.body.code]).toEqual([409, 'already_exists']);
    expect(await standing(place)).toEqual([1_000n, 18_780n]);
  });

  it('M-19 at once with a change of the schedule it is by one of the two, and says by which', async () => {
    const place = await given(1_000_000n, { fixed: inr(10) });
    const [changed, ...answers] = await Promise.all([
      place.set({ gatewayLoad: { fixed: inr(1_000) } }),
      ...Array.from({ length: 6 }, () => load(place, { amount: 100 })),
    ]);
    expect(changed.status).toBe(200);
    const byVersion = new Map([
      [1, 10n],
      [2, 1_000n],
    ]);
    const loads = await Promise.all(
      answers
        .filter(({ status }) => status === 201)
        .map(({ body }) => dynamoLoadStore(platform.table).find(place.tenant, String(body.loadId))),
    );
    expect(loads.length).toBeGreaterThan(0);
    for (const kept of loads) {
      expect(kept?.fee?.amount.minor).toBe(byVersion.get(kept?.fee?.scheduleVersion ?? 0));
    }
    const fees = loads.reduce((sum, kept) => sum + (kept?.fee?.amount.minor ?? 0n), 0n);
    const loaded = BigInt(loads.length) * 100n;
    expect(await standing(place)).toEqual([loaded, 1_000_000n - loaded - fees]);
  });

  it('M-20 a load out of the program’s credit costs nothing, whatever the schedule says', async () => {
    const place = await given(1_000n, both);
    const { body } = await bench.load(place.tenant, place.balanceId, 1_000);
    expect(body).not.toHaveProperty('fee');
    expect((await legsOf(place))[0]).toHaveLength(2);
    expect(await standing(place)).toEqual([1_000n, 0n]);
    const shown = await call(wireGet(platform), getLoad, {
      as: { tenant: place.tenant },
      params: { loadId: body.loadId },
    });
    expect(shown.body).toEqual(body);
  });

  it('I1 I2 legs sum to zero and nothing appears or vanishes, for any schedules and amounts', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 0, max: 150_000 }),
      fc.array(step, { minLength: 1, maxLength: 12 }),
      async (credit, steps) => {
        const place = await given(BigInt(credit));
        const books: Books = { purse: BigInt(credit), posted: 0n, fees: 0n, terms: undefined };
        for (const one of steps) expect(await play(place, one)).toEqual(expectedOf(books, one));
        expect(await standing(place)).toEqual([books.posted, books.purse]);
        const entries = await legsOf(place);
        for (const legs of entries) expect(sum(legs)).toBe(0n);
        expect(sum(entries.flat().filter(({ account }) => account === 'fees'))).toBe(books.fees);
      },
    );
    await fc.assert(property, { numRuns: 12 });
  });
});
