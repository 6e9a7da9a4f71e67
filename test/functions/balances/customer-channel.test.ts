import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBalance } from '../../../functions/balances/create-balance/declaration.ts';
import { wire as wireCreation } from '../../../functions/balances/create-balance/handler.ts';
import { getBalance } from '../../../functions/balances/get-balance/declaration.ts';
import { wire as wireBalance } from '../../../functions/balances/get-balance/handler.ts';
import { getTransaction } from '../../../functions/balances/get-transaction/declaration.ts';
import { wire as wireTransaction } from '../../../functions/balances/get-transaction/handler.ts';
import { listBalances } from '../../../functions/balances/list-balances/declaration.ts';
import { wire as wireBalances } from '../../../functions/balances/list-balances/handler.ts';
import { listTransactions } from '../../../functions/balances/list-transactions/declaration.ts';
import { wire as wireTransactions } from '../../../functions/balances/list-transactions/handler.ts';
import { tokenizeReceiverCard } from '../../../functions/balances/tokenize-receiver-card/declaration.ts';
import { wire as wireTokens } from '../../../functions/balances/tokenize-receiver-card/handler.ts';
import { transfer } from '../../../functions/balances/transfer/declaration.ts';
import { wire as wireTransfer } from '../../../functions/balances/transfer/handler.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import type { TestAnswer, TestCaller } from '../../support/http-call.ts';
import { call } from '../../support/http-call.ts';
import { expectLikeUnknown } from '../../support/like-unknown.ts';
import { givenProgram } from '../../support/programs.ts';
import type { AccountWorld } from './given-accounts.ts';
import { startAccountWorld } from './given-accounts.ts';
import { givenMovement } from './given-movements.ts';
import { openToken, outsidePan, tokenRequest } from './given-receivers.ts';
import { inr } from './money-bench.ts';

let world: AccountWorld;
let tenant: TenantContext;

beforeAll(async () => {
  world = await startAccountWorld();
  tenant = await world.bench.program();
});
afterAll(() => world.stop());

const onPhone = (customerId: string, of = tenant) => ({
  as: { customer: customerId, of } satisfies TestCaller,
  surface: 'customer' as const,
  idempotencyKey: null,
});

const balanceIdsIn = ({ body }: TestAnswer): string[] =>
  (body.data as { balanceId: string }[]).map(({ balanceId }) => balanceId);

const holder = async (amount?: number, of = tenant) => {
  const customerId = await world.bench.customer(of);
  const balanceId = await world.bench.balance(of, { customerId });
  if (amount !== undefined) expect((await world.bench.load(of, balanceId, amount)).status).toBe(201);
  return { customerId, balanceId };
};

describe('AN-12 balances on the customer channel', () => {
  it('opens a balance of the own, with a key and without one', async () => {
    const customerId = await world.bench.customer(tenant);
    const body = { currency: 'INR' };
    const handler = wireCreation(world.platform);
    const first = await call(handler, createBalance, { ...onPhone(customerId), body });
    const keyed = { ...onPhone(customerId), body, idempotencyKey: 'the-same' };
    const [second, again] = [await call(handler, createBalance, keyed), await call(handler, createBalance, keyed)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.customerId).toBe(customerId);
    expect(again.body).toEqual(second.body);
    const listed = await call(wireBalances(world.platform), listBalances, onPhone(customerId));
    expect(balanceIdsIn(listed)).toEqual([second.body.balanceId, first.body.balanceId]);
  });

  it('I4 takes one key of two customers for two requests', async () => {
    const handler = wireCreation(world.platform);
    const ids = [await world.bench.customer(tenant), await world.bench.customer(tenant)];
    const answers = await Promise.all(
      ids.map((id) =>
        call(handler, createBalance, { ...onPhone(id), body: { currency: 'INR' }, idempotencyKey: 'shared' }),
      ),
    );
    expect(answers.map(({ status, body }): unknown[] => [status, body.customerId])).toEqual(ids.map((id) => [201, id]));
  });

  it('AN-03 opens no balance of a customer that nobody knows yet', async () => {
    const customerId = await world.bench.customer(tenant, { level: 'none' });
    const request = { ...onPhone(customerId), body: { currency: 'INR' } };
    const { status, body } = await call(wireCreation(world.platform), createBalance, request);
    expect([status, body.code]).toEqual([403, 'kyc_required']);
  });

  it('lists the own balances alone', async () => {
    const [own, other] = [await holder(), await holder()];
    const listed = await call(wireBalances(world.platform), listBalances, {
      ...onPhone(own.customerId),
      params: { customerId: other.customerId },
    });
    expect(balanceIdsIn(listed)).toEqual([own.balanceId]);
  });

  it("I9 shows the own balance, and another customer's like an unknown one", async () => {
    const [own, other] = [await holder(), await holder()];
    const foreign = await holder(undefined, await world.bench.program());
    const show = (balanceId: string) =>
      call(wireBalance(world.platform), getBalance, { ...onPhone(own.customerId), params: { balanceId } });
    expect((await show(own.balanceId)).body).toMatchObject({ ...own, cards: [] });
    const ids = [other.balanceId, foreign.balanceId, world.platform.ids.next('bal', tenant), 'bal_1'];
    expectLikeUnknown(await Promise.all(ids.map(show)), 'balance_not_found');
  });
});

describe('AN-12 transactions on the customer channel', () => {
  it("I9 lists those of the own balance, and another customer's like those of an unknown one", async () => {
    const [own, other] = [await holder(500), await holder(500)];
    const foreign = await holder(500, await world.bench.program());
    const list = (balanceId: string) =>
      call(wireTransactions(world.platform), listTransactions, { ...onPhone(own.customerId), params: { balanceId } });
    expect((await list(own.balanceId)).body.data).toMatchObject([{ type: 'load', amount: inr(500) }]);
    const ids = [other.balanceId, foreign.balanceId, world.platform.ids.next('bal', tenant), 'bal_1'];
    expectLikeUnknown(await Promise.all(ids.map(list)), 'balance_not_found');
  });

  it("I9 shows the own transaction, and another customer's like an unknown one", async () => {
    const [own, other] = [await holder(), await holder()];
    const { platform } = world;
    const show = (transactionId: string) =>
      call(wireTransaction(platform), getTransaction, { ...onPhone(own.customerId), params: { transactionId } });
    const mine = await givenMovement(platform, tenant, { balanceId: own.balanceId, minor: 700n });
    expect((await show(mine)).body).toMatchObject({ transactionId: mine, amount: inr(700) });
    const theirs = await givenMovement(platform, tenant, { balanceId: other.balanceId });
    const ids = [theirs, platform.ids.next('txn', tenant), 'txn_1'];
    expectLikeUnknown(await Promise.all(ids.map(show)), 'transaction_not_found');
  });

  it('rule 105 shows customers their own transactions where their tenant sees sums only', async () => {
    const { platform } = world;
    const { tenant: restricted } = await givenProgram(platform, {}, { transactionData: 'aggregated_only' });
    const { customerId, balanceId } = await holder(undefined, restricted);
    const transactionId = await givenMovement(platform, restricted, { balanceId });
    const phone = onPhone(customerId, restricted);
    const shown = await call(wireTransaction(platform), getTransaction, { ...phone, params: { transactionId } });
    const listed = await call(wireTransactions(platform), listTransactions, { ...phone, params: { balanceId } });
    expect([shown.status, listed.status]).toEqual([200, 200]);
    const asTenant = { as: { tenant: restricted }, params: { transactionId } };
    expect((await call(wireTransaction(platform), getTransaction, asTenant)).status).toBe(403);
  });
});

describe('AN-12 transfers on the customer channel', () => {
  const send = (customerId: string, from: string, to: Readonly<Record<string, string>>) =>
    call(wireTransfer(world.platform), transfer, {
      ...onPhone(customerId),
      body: { fromBalanceId: from, to, amount: inr(100) },
    });

  it('moves money from an own balance to anybody', async () => {
    const [own, other] = [await holder(1_000), await holder()];
    const { status, body } = await send(own.customerId, own.balanceId, { balanceId: other.balanceId });
    expect([status, body.status]).toEqual([201, 'completed']);
    expect(await world.bench.postedOf(tenant, other.balanceId)).toBe(100n);
  });

  it("I9 moves nothing out of another customer's balance, which answers like an unknown one", async () => {
    const [own, other] = [await holder(1_000), await holder(1_000)];
    const foreign = await holder(1_000, await world.bench.program());
    const token = { cardNumberToken: 'rct_unknown' };
    const froms = [other.balanceId, foreign.balanceId, world.platform.ids.next('bal', tenant), 'bal_1'];
    for (const to of [{ balanceId: own.balanceId }, token]) {
      expectLikeUnknown(await Promise.all(froms.map((from) => send(own.customerId, from, to))), 'balance_not_found');
    }
    expect(await world.bench.postedOf(tenant, other.balanceId)).toBe(1_000n);
    expect(await world.bench.postedOf(tenant, own.balanceId)).toBe(1_000n);
  });

  it('AN-08 makes a token of a card number that is encrypted, and takes no other', async () => {
    const { customerId } = await holder();
    const pan = outsidePan(world.platform);
    const request = { ...(await tokenRequest(world.platform, tenant, pan)), ...onPhone(customerId) };
    const { status, body } = await call(wireTokens(world.platform), tokenizeReceiverCard, request);
    expect(status).toBe(201);
    expect(await openToken(body)).toMatch(/^rct_[0-9a-f]{26}$/);
    const plain = await call(wireTokens(world.platform), tokenizeReceiverCard, {
      ...onPhone(customerId),
      body: { pan },
    });
    expect([plain.status, plain.body.code]).toEqual([400, 'ENCRYPTION_REQUIRED']);
  });
});
