import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clear, expire, increase, newHold, reverse } from '../../../../functions/authorizations/domain/hold.ts';
import { getTransaction } from '../../../../functions/balances/get-transaction/declaration.ts';
import { wire as wireGet } from '../../../../functions/balances/get-transaction/handler.ts';
import { listTenantTransactions } from '../../../../functions/balances/list-tenant-transactions/declaration.ts';
import { wire as wireOfTenant } from '../../../../functions/balances/list-tenant-transactions/handler.ts';
import { listTransactions } from '../../../../functions/balances/list-transactions/declaration.ts';
import { wire as wireOfBalance } from '../../../../functions/balances/list-transactions/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { startTestPlatform } from '../../../support/test-platform.ts';
import { givenBalance, givenMovement } from '../given-movements.ts';
import { reservations } from '../given-reservations.ts';
import { inr } from '../money-bench.ts';
import { startWithdrawalBench } from '../withdrawal-bench.ts';

interface Row {
  readonly transactionId: string;
  readonly status: string;
  readonly amount: { readonly amount: number };
}

let platform: TestPlatform;
let tenant: TenantContext;
let balanceId: string;
let network: ReturnType<typeof reservations>;

beforeAll(async () => {
  platform = await startTestPlatform();
});
beforeEach(async () => {
  ({ tenant } = await givenProgram(platform));
  balanceId = await givenBalance(platform, tenant);
  network = reservations(platform, tenant);
});
afterAll(() => platform.stop());

type Query = Readonly<Record<string, string>>;

const ofBalance = (query: Query = {}) =>
  call(wireOfBalance(platform), listTransactions, { as: { tenant }, params: { balanceId }, query });
const ofTenant = (query: Query = {}) => call(wireOfTenant(platform), listTenantTransactions, { as: { tenant }, query });
const show = (transactionId: string) =>
  call(wireGet(platform), getTransaction, { as: { tenant }, params: { transactionId } });

const lists = [
  ['of a balance', ofBalance],
  ['of a tenant', ofTenant],
] as const;

interface Listed {
  readonly body: { readonly data: readonly Row[]; readonly nextCursor: string | null };
}

const rowsOf = ({ body }: Listed) =>
  body.data.map(({ transactionId, status, amount }) => [transactionId, status, amount.amount]);

/** All pages; `between` happens after each. */
const readAll = async (list: typeof ofBalance, query: Query, between: (page: number) => Promise<unknown>) => {
  const ids: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page === 0 || cursor !== null; page += 1) {
    const { body }: Listed = await list(cursor === null ? query : { ...query, cursor });
    ids.push(...body.data.map(({ transactionId }) => transactionId));
    cursor = body.nextCursor;
    await between(page);
  }
  return ids;
};

describe('the history of transactions', () => {
  it.each(lists)('M-08 %s shows an authorization as pending with what is held now', async (_, list) => {
    const { transactionId, authorizationId, place, hold } = await network.hold({ balanceId, approved: 5_000n });
    const expected = {
      ...{ transactionId, balanceId, type: 'authorization', status: 'pending', reference: authorizationId },
      amount: { amount: -5_000, currency: 'INR' },
      description: 'Kirana "type":"load" store',
      createdAt: platform.clock.now().toString({ fractionalSecondDigits: 3 }),
    };
    expect((await list()).body).toEqual({ data: [expected], nextCursor: null });
    expect((await show(transactionId)).body).toEqual(expected);
    const raised = increase(hold, 500n).hold;
    await network.become(place, raised);
    expect(rowsOf(await list())).toEqual([[transactionId, 'pending', -5_500]]);
    await network.become(place, clear(raised, { amount: 2_000n, final: false }).hold);
    expect(rowsOf(await list())).toEqual([[transactionId, 'pending', -3_500]]);
  });

  it.each(lists)('M-08 %s shows nothing of what is declined, reversed, expired or cleared', async (_, list) => {
    const load = await givenMovement(platform, tenant, { balanceId });
    await network.hold({ balanceId, approved: 0n });
    const held = await Promise.all([1, 2, 3].map(() => network.hold({ balanceId, approved: 900n })));
    const [first, second, third] = held;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three were held');
    await network.become(first.place, reverse(first.hold, undefined).hold);
    await network.become(second.place, expire(second.hold).hold);
    await network.become(third.place, clear(third.hold, { amount: 950n, final: true }).hold);
    expect(rowsOf(await list())).toEqual([[load, 'posted', 100]]);
    expect(rowsOf(await list({ type: 'authorization' }))).toEqual([]);
    expect((await show(first.transactionId)).body).toMatchObject({ status: 'posted', amount: { amount: 0 } });
    expect((await show(second.transactionId)).body).toMatchObject({ status: 'posted', amount: { amount: 0 } });
    expect((await show(third.transactionId)).body).toMatchObject({ status: 'posted', amount: { amount: -950 } });
  });

  it('M-08 a declined request is no transaction, nor is one that only messages about it came for', async () => {
    const declined = await network.hold({ balanceId, approved: 0n });
    const early = await network.hold({ balanceId, approved: 100n });
    await network.become(early.place, { ...newHold('early', 0n), version: 2 });
    for (const { transactionId } of [declined, early]) {
      const { status, body } = await show(transactionId);
      expect([status, body.code]).toEqual([404, 'transaction_not_found']);
    }
  });

  it.each(lists)('M-08 %s shows a single message as posted at once', async (_, list) => {
    const { transactionId, authorizationId } = await network.pay({ balanceId, approved: 700n });
    const posted = { type: 'financial', status: 'posted', reference: authorizationId };
    expect((await list()).body.data).toMatchObject([{ transactionId, ...posted, amount: { amount: -700 } }]);
    expect((await show(transactionId)).body).toMatchObject(posted);
  });

  it.each(lists)('M-08 %s lists one type alone, whatever a merchant is called', async (_, list) => {
    const load = await givenMovement(platform, tenant, { balanceId });
    const held = await network.hold({ balanceId, approved: 300n });
    const paid = await network.pay({ balanceId, approved: 200n });
    const idsOf = async (type: string) => rowsOf(await list({ type })).map(([id]) => id);
    expect(await idsOf('load')).toEqual([load]);
    expect(await idsOf('authorization')).toEqual([held.transactionId]);
    expect(await idsOf('financial')).toEqual([paid.transactionId]);
    expect(await idsOf('clearing')).toEqual([]);
  });

  it.each(lists)(
    'M-08 the cursors %s stay where they are while rows are added, posted and released',
    async (_, list) => {
      const held = [];
      for (let count = 0; count < 8; count += 1) {
        platform.clock.advance({ seconds: 1 });
        held.push(await network.hold({ balanceId, approved: 100n }));
      }
      const newestFirst = held.toReversed();
      // After each page one row of it is cleared, and money moves.
      const found = await readAll(list, { limit: '2' }, async (page) => {
        const ended = newestFirst[page * 2 + 1];
        if (ended === undefined) return;
        await network.become(ended.place, clear(ended.hold, { amount: 100n, final: true }).hold);
        await givenMovement(platform, tenant, { balanceId });
      });
      expect(found).toEqual(newestFirst.map(({ transactionId }) => transactionId));
    },
  );

  it.each(lists)('M-08 %s leaves out what ended before its page was read, and nothing beside it', async (_, list) => {
    const held = [];
    for (let count = 0; count < 6; count += 1) {
      platform.clock.advance({ seconds: 1 });
      held.push(await network.hold({ balanceId, approved: 100n }));
    }
    const newestFirst = held.toReversed();
    const gone = newestFirst[2];
    if (gone === undefined) throw new Error('six were held');
    const found = await readAll(list, { limit: '2' }, async (page) => {
      if (page === 0) await network.become(gone.place, reverse(gone.hold, undefined).hold);
    });
    const left = newestFirst.filter((row) => row !== gone);
    expect(found).toEqual(left.map(({ transactionId }) => transactionId));
  });

  it.each(lists)('%s finds by period what the network sent long before it arrived', async (_, list) => {
    const from = platform.clock.now().toString();
    const sentAt = platform.clock.now().subtract({ hours: 14 * 24 });
    const late = await network.hold({ balanceId, approved: 100n, sentAt });
    platform.clock.advance({ hours: 1 });
    const to = platform.clock.now().toString();
    await network.hold({ balanceId, approved: 100n });
    expect(rowsOf(await list({ from, to })).map(([id]) => id)).toEqual([late.transactionId]);
  });
});

describe('the history of withdrawals', () => {
  it('M-08 shows one that waits as pending; once it ended its line is gone, and says what was paid', async () => {
    const place = await startWithdrawalBench();
    try {
      const own = await place.program(500);
      const id = await place.bench.balance(own, { posted: 2_000n });
      const list = async () =>
        rowsOf(
          await call(wireOfBalance(place.platform), listTransactions, {
            ...{ as: { tenant: own }, params: { balanceId: id } },
            query: { type: 'withdrawal' },
          }),
        );
      const find = (transactionId: string) =>
        call(wireGet(place.platform), getTransaction, { as: { tenant: own }, params: { transactionId } });
      const paid = (await place.withdraw(own, id, { amount: 600 })).body.withdrawalId;
      const pending = (await list())[0]?.[0];
      expect(await list()).toEqual([[pending, 'pending', -600]]);
      const { transactionId } = (await place.approve(paid)).body;
      expect(await list()).toEqual([[transactionId, 'posted', -600]]);
      expect((await find(String(pending))).body).toMatchObject({
        status: 'posted',
        amount: inr(-600),
        reference: paid,
      });
      const refused = (await place.withdraw(own, id, { amount: 700 })).body.withdrawalId;
      const second = (await list())[0]?.[0];
      expect((await place.reject(refused)).status).toBe(200);
      expect(await list()).toEqual([[transactionId, 'posted', -600]]);
      expect((await find(String(second))).body).toMatchObject({ status: 'posted', amount: inr(0), reference: refused });
    } finally {
      await place.stop();
    }
  });
});
