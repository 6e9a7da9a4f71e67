import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire as wireSettle } from '../../../../functions/balances/settle-card-transfer/handler.ts';
import { transfer } from '../../../../functions/balances/transfer/declaration.ts';
import { wire } from '../../../../functions/balances/transfer/handler.ts';
import type { TenantContext } from '../../../../functions/kernel/tenancy/tenant-context.ts';
import { call } from '../../../support/http-call.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import { noContext } from '../../../support/trigger.ts';
import type { AccountWorld } from '../given-accounts.ts';
import { startAccountWorld } from '../given-accounts.ts';
import { foldJournal } from '../given-partners.ts';
import { decliningPan, givenOwnCard, givenToken, outsidePan } from '../given-receivers.ts';
import { inr } from '../money-bench.ts';

let world: AccountWorld;
let tenant: TenantContext;

beforeAll(async () => {
  world = await startAccountWorld();
  tenant = await world.bench.program();
});
afterAll(() => world.stop());

interface Sent {
  readonly from: string;
  readonly token: string;
  readonly amount: number;
  readonly key?: string;
  readonly on?: TestPlatform;
}

const send = ({ from, token, amount, key = randomUUID(), on = world.platform }: Sent) =>
  call(wire(on), transfer, {
    as: { tenant },
    body: { fromBalanceId: from, to: { cardNumberToken: token }, amount: inr(amount) },
    idempotencyKey: key,
  });

const loaded = async (amount: number, traits: Parameters<AccountWorld['account']>[1] = {}) => {
  const account = await world.account(tenant, traits);
  expect((await world.bench.load(tenant, account.balanceId, amount)).status).toBe(201);
  return account;
};

const outside = () => givenToken(world.platform, tenant, outsidePan(world.platform));
const declining = () => givenToken(world.platform, tenant, decliningPan(world.platform));

const purse = async (balanceId: string) => {
  const balance = await world.bench.store.find(tenant, balanceId);
  return [balance?.posted, balance?.held];
};

const payouts = async (token: string) =>
  (await world.items('twin_card_payout', world.twin.platform)).filter((payout) => payout['token'] === token);

const openTimers = async (transferId: string) =>
  (await world.items('timer')).filter((timer) => timer['key'] === transferId);

/** The issuer cannot be reached. */
const cut = (): TestPlatform => ({ ...world.platform, fetch: () => Promise.reject(new Error('the network is down')) });

const heldOf = async (balanceId: string): Promise<string> => {
  const [transferring] = (await world.items('card_transfer')).filter((item) => item['fromBalanceId'] === balanceId);
  return String(transferring?.['transferId']);
};

const settle = (transferId: string) =>
  wireSettle(world.platform)({ tenantId: tenant.tenantId, payload: { transferId } }, noContext);

describe('transfer to a card of the program', () => {
  it('AN-08 credits the balance of the card in the same transaction', async () => {
    const [from, to] = [await loaded(1_000), await world.account(tenant)];
    const { pan } = await givenOwnCard(world, tenant, to);
    const token = await givenToken(world.platform, tenant, pan);
    const { status, body } = await send({ from: from.balanceId, token, amount: 400 });
    expect([status, body]).toEqual([
      201,
      {
        transferId: expect.stringMatching(/^trf_/),
        fromBalanceId: from.balanceId,
        to: { cardNumberToken: token },
        status: 'completed',
        amount: inr(400),
        transactionIds: { out: expect.stringMatching(/^txn_/), in: expect.stringMatching(/^txn_/) },
      },
    ]);
    expect([await purse(from.balanceId), await purse(to.balanceId)]).toEqual([
      [600n, 0n],
      [400n, 0n],
    ]);
    expect(await payouts(token)).toEqual([]);
  });

  it('rule 66: counts it like a transfer to the balance', async () => {
    const [from, to] = [await loaded(5_000_000), await world.account(tenant)];
    const { pan } = await givenOwnCard(world, tenant, to);
    const token = await givenToken(world.platform, tenant, pan);
    expect((await send({ from: from.balanceId, token, amount: 1_000_000 })).status).toBe(201);
    const { status, body } = await send({ from: from.balanceId, token, amount: 1 });
    expect([status, body.rule]).toEqual([422, 'law.ppi.full.transferOtherMonthMaxMinor']);
  });

  it('refuses a card of the balance that the money comes from', async () => {
    const from = await loaded(1_000);
    const { pan } = await givenOwnCard(world, tenant, from);
    const token = await givenToken(world.platform, tenant, pan);
    const { status, body } = await send({ from: from.balanceId, token, amount: 1 });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.invalidFields).toMatchObject([{ path: 'to.cardNumberToken' }]);
  });
});

describe('transfer to a card outside', () => {
  it('AN-08 I1 pushes the money to the card, with one entry against settlement, completed in the answer', async () => {
    const [{ balanceId }, token] = [await loaded(1_000), await outside()];
    const { status, body } = await send({ from: balanceId, token, amount: 400 });
    expect([status, body]).toMatchObject([
      201,
      { to: { cardNumberToken: token }, status: 'completed', transactionIds: { out: expect.stringMatching(/^txn_/) } },
    ]);
    expect(body.transactionIds).not.toHaveProperty('in');
    expect(await purse(balanceId)).toEqual([600n, 0n]);
    expect(await payouts(token)).toMatchObject([{ reference: body.transferId, minor: 400n }]);
    const out = (await world.bench.recordsOf(balanceId)).find(
      ({ resourceId }) => resourceId === body.transactionIds.out,
    );
    expect(out?.['legs']).toEqual([
      { account: `customer:${balanceId}`, currency: 'INR', minor: -400n },
      { account: 'settlement', currency: 'INR', minor: 400n },
    ]);
    expect(await openTimers(String(body.transferId))).toEqual([]);
  });

  it('a card that declines leaves the money where it was, and says so', async () => {
    const [{ balanceId }, token] = [await loaded(1_000_000), await declining()];
    const key = randomUUID();
    const before = (await world.bench.recordsOf(balanceId)).length;
    const { status, body } = await send({ from: balanceId, token, amount: 1_000_000, key });
    expect([status, body.code]).toEqual([422, 'transfer_declined']);
    expect(await purse(balanceId)).toEqual([1_000_000n, 0n]);
    expect((await world.bench.recordsOf(balanceId)).length).toBe(before);
    expect(await openTimers(String(body.resourceId))).toEqual([]);
    const repeat = await send({ from: balanceId, token, amount: 1_000_000, key });
    expect([repeat.status, repeat.body.code, repeat.body.resourceId]).toEqual([
      422,
      'transfer_declined',
      body.resourceId,
    ]);
    // Rule 66: what came to nothing is not counted.
    expect((await send({ from: balanceId, token: await outside(), amount: 1_000_000 })).status).toBe(201);
  });

  it('I2 holds the money while the outcome is unknown; the repeat goes on and sends it once (I4)', async () => {
    const [{ balanceId }, token, key] = [await loaded(1_000), await outside(), randomUUID()];
    const first = await send({ from: balanceId, token, amount: 400, key, on: cut() });
    expect([first.status, first.body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(await purse(balanceId)).toEqual([1_000n, 400n]);
    expect((await send({ from: balanceId, token, amount: 700 })).body.detail).toBe('balance');
    const repeat = await send({ from: balanceId, token, amount: 400, key });
    expect([repeat.status, repeat.body.status]).toEqual([201, 'completed']);
    expect(await purse(balanceId)).toEqual([600n, 0n]);
    expect(await payouts(token)).toHaveLength(1);
  });

  it('I5 an answer that got lost after the payout is found again, not sent again', async () => {
    const [{ balanceId }, token] = [await loaded(1_000), await outside()];
    let isLost = false;
    const losing: TestPlatform = {
      ...world.platform,
      fetch: async (url, init) => {
        const answer = await fetch(url, init);
        if (!url.endsWith('/card-payouts') || isLost) return answer;
        isLost = true;
        throw new Error('the answer got lost');
      },
    };
    expect((await send({ from: balanceId, token, amount: 400, on: losing })).status).toBe(201);
    expect(isLost).toBe(true);
    expect(await payouts(token)).toHaveLength(1);
    expect(await purse(balanceId)).toEqual([600n, 0n]);
  });

  it('I5 the timer brings to its end what nobody asks for any more, once', async () => {
    const [{ balanceId }, token, key] = [await loaded(1_000), await outside(), randomUUID()];
    await send({ from: balanceId, token, amount: 400, key, on: cut() });
    const transferId = await heldOf(balanceId);
    expect(await openTimers(transferId)).toHaveLength(1);
    await settle(transferId);
    await settle(transferId);
    expect(await purse(balanceId)).toEqual([600n, 0n]);
    expect(await payouts(token)).toHaveLength(1);
    const late = await send({ from: balanceId, token, amount: 400, key });
    expect([late.status, late.body.transferId]).toEqual([201, transferId]);
    expect(await purse(balanceId)).toEqual([600n, 0n]);
  });

  it('I5 the timer gives back what the card declines, though the balance is frozen by now', async () => {
    const [{ balanceId }, token] = [await loaded(1_000), await declining()];
    await send({ from: balanceId, token, amount: 400, on: cut() });
    await world.force(tenant, balanceId, 'frozen');
    await settle(await heldOf(balanceId));
    expect(await purse(balanceId)).toEqual([1_000n, 0n]);
    expect(await world.recordsOf('transfer.declined')).not.toEqual([]);
  });

  it('I4 concurrent repeats and the timer send once', async () => {
    const [{ balanceId }, token, key] = [await loaded(1_000), await outside(), randomUUID()];
    await send({ from: balanceId, token, amount: 400, key, on: cut() });
    const transferId = await heldOf(balanceId);
    await Promise.allSettled([
      settle(transferId),
      settle(transferId),
      ...[1, 2, 3].map(() => send({ from: balanceId, token, amount: 400, key })),
    ]);
    expect((await send({ from: balanceId, token, amount: 400, key })).status).toBe(201);
    expect(await purse(balanceId)).toEqual([600n, 0n]);
    expect(await payouts(token)).toHaveLength(1);
  });

  it('rule 66: others get 10,000.00 in a month, exactly', async () => {
    const [{ balanceId }, token] = [await loaded(5_000_000), await outside()];
    expect((await send({ from: balanceId, token, amount: 1_000_000 })).status).toBe(201);
    const { status, body } = await send({ from: balanceId, token, amount: 1 });
    expect([status, body.rule, body.remaining]).toEqual([422, 'law.ppi.full.transferOtherMonthMaxMinor', inr(0)]);
  });

  it('rule 63: a small instrument does not transfer out', async () => {
    const [{ balanceId }, token] = [await loaded(1_000, { level: 'minimum' }), await outside()];
    const { status, body } = await send({ from: balanceId, token, amount: 1 });
    expect([status, body.rule]).toEqual([422, 'law.ppi.small.transferAllowed']);
  });

  it('rule 70: what went to a card is no longer held by the person', async () => {
    const [{ balanceId }, token] = [await loaded(20_000_000), await outside()];
    await send({ from: balanceId, token, amount: 500 });
    await foldJournal(world.platform, tenant);
    expect((await world.bench.load(tenant, balanceId, 501)).status).toBe(422);
    expect((await world.bench.load(tenant, balanceId, 500)).status).toBe(201);
  });

  it('I2 refuses more than the balance has', async () => {
    const [{ balanceId }, token] = [await loaded(1_000), await outside()];
    const { status, body } = await send({ from: balanceId, token, amount: 1_001 });
    expect([status, body.code, body.detail]).toEqual([402, 'insufficient_funds', 'balance']);
    expect(await payouts(token)).toEqual([]);
  });

  it.each(['frozen', 'closing', 'closed'])('2.3 takes nothing from a %s balance', async (state) => {
    const [{ balanceId }, token] = [await loaded(1_000), await outside()];
    await world.force(tenant, balanceId, state);
    const { status, body } = await send({ from: balanceId, token, amount: 1 });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('M-33 knows neither an unknown token nor one of another tenant', async () => {
    const { balanceId } = await loaded(1_000);
    const foreign = await givenToken(world.platform, await world.bench.program(), outsidePan(world.platform));
    for (const token of [foreign, 'rct_1']) {
      const { status, body } = await send({ from: balanceId, token, amount: 1 });
      expect([status, body.code]).toEqual([404, 'receiver_card_not_found']);
    }
  });

  it('refuses a receiver that is named twice, or not at all', async () => {
    const { balanceId } = await loaded(1_000);
    for (const to of [{ balanceId, cardNumberToken: 'rct_1' }, {}, { cardNumberToken: '' }]) {
      const { status, body } = await call(wire(world.platform), transfer, {
        as: { tenant },
        body: { fromBalanceId: balanceId, to, amount: inr(1) },
      });
      expect([status, body.code]).toEqual([400, 'validation_failed']);
    }
  });
});
