import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoSpendLedger } from '../../../../functions/balances/infrastructure/dynamo-spend-ledger.ts';
import { getControls } from '../../../../functions/cards/get-controls/declaration.ts';
import { wire as wireGet } from '../../../../functions/cards/get-controls/handler.ts';
import { dynamoCardStore } from '../../../../functions/cards/infrastructure/dynamo-card-store.ts';
import { setControls } from '../../../../functions/cards/set-controls/declaration.ts';
import { wire } from '../../../../functions/cards/set-controls/handler.ts';
import type { CardStatus } from '../../../../functions/cards/domain/card.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { pager } from '../../../../functions/kernel/persistence/page.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld, RevealedCard } from '../given-cards.ts';
import { givenCard, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';

let world: CardWorld;
let handler: HttpHandler;
let holder: { readonly customerId: string; readonly balanceId: string };
let card: RevealedCard;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());
beforeEach(async () => {
  holder = await givenHolder(world);
  card = await givenCard(world, holder);
});

const atIssue = { pos: true, ecom: false, atm: true, contactless: false, international: false };
const online = { ...atIssue, ecom: true };
const monthly = { per: 'month', amount: { amount: 50_000, currency: 'INR' } } as const;

const put = (body: object, options: Partial<Parameters<typeof call>[2]> = {}) =>
  call(handler, setControls, { as: { tenant: world.tenant }, params: { cardId: card.cardId }, body, ...options });

const get = () =>
  call(wireGet(world.platform), getControls, {
    as: { tenant: world.tenant },
    params: { cardId: card.cardId },
    idempotencyKey: null,
  });

/** The card as authorizations meet it. */
const spendCard = async () => {
  const { balanceId, cardId } = card;
  const state = await dynamoSpendLedger(world.platform.table).read(world.tenant, { balanceId, cardId });
  return state?.card;
};

const changes = async () =>
  (await recordsOf(world.platform, card.cardId)).filter(({ type }) => type === 'card.controls_changed');

const controlsIn = (text: unknown): unknown => (JSON.parse(String(text)) as { controls: unknown }).controls;

const givenStatus = async (status: CardStatus) => {
  const store = dynamoCardStore(world.platform.table, pager(world.platform.secrets));
  const found = await store.find(world.tenant, card.cardId);
  if (found === undefined) throw new Error('no card');
  const { write } = store.replace(world.tenant, { ...found, status, sequence: found.sequence + 1 });
  await world.platform.table.transact([write], randomUUID());
};

describe('setControls', () => {
  itRefusesBadRequests({
    declaration: setControls,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { cardId: card.cardId },
      body: { channels: online, limits: [monthly], mcc: { block: ['7995'] } },
    }),
    required: ['channels'],
    malformed: {
      channels: { ...atIssue, ecom: 'yes' },
      limits: [{ per: 'year', amount: { amount: 0, currency: 'INR' } }],
      mcc: { allow: ['799'] },
    },
  });

  it('M-09 replaces channels, limits and merchant categories, on the card and on its balance', async () => {
    const perUse = { per: 'transaction', channel: 'ecom', amount: { amount: 9_900, currency: 'INR' } };
    const body = { channels: online, limits: [monthly, perUse], mcc: { allow: ['5411', '5812'], block: ['7995'] } };
    const answer = await put(body);
    expect([answer.status, answer.body]).toEqual([200, body]);
    expect((await get()).body).toEqual(body);
    expect(await spendCard()).toMatchObject({
      channels: ['pos', 'ecom', 'atm'],
      rules: {
        version: 1,
        limits: [
          { per: 'month', max: 50_000n },
          { per: 'transaction', channel: 'ecom', max: 9_900n },
        ],
        mcc: { allow: ['5411', '5812'], block: ['7995'] },
      },
    });
    await put({ channels: atIssue });
    expect((await get()).body).toEqual({ channels: atIssue, limits: [], mcc: {} });
    expect(await spendCard()).toMatchObject({ channels: ['pos', 'atm'], rules: { version: 2, limits: [] } });
    expect((await spendCard())?.rules?.mcc?.allow).toBeUndefined();
  });

  it('rule 90 records each change with what was before', async () => {
    await put({ channels: online });
    await put({ channels: online, limits: [monthly] });
    const records = await changes();
    expect(records.map(({ sequence }) => sequence)).toEqual([2n, 3n]);
    const told = records.map((record) => [controlsIn(record['data']), controlsIn(record['previous'])]);
    expect(told).toEqual([
      [
        { channels: online, limits: [], mcc: {} },
        { channels: atIssue, limits: [], mcc: {} },
      ],
      [
        { channels: online, limits: [monthly], mcc: {} },
        { channels: online, limits: [], mcc: {} },
      ],
    ]);
  });

  it('rule 88 lets a card that only had channels switched be decided without rules to read', async () => {
    await put({ channels: { ...online, contactless: true, international: true } });
    expect(await spendCard()).toMatchObject({ channels: ['pos', 'ecom', 'atm', 'contactless', 'international'] });
    expect((await spendCard())?.rules).toBeUndefined();
  });

  it('changes nothing when the same is set again, empty lists among it', async () => {
    const body = { channels: online, limits: [monthly], mcc: { block: ['7995'] } };
    await put(body);
    const again = await put({ ...body, mcc: { block: ['7995'], allow: [] } });
    expect([again.status, again.body]).toEqual([200, body]);
    expect(await changes()).toHaveLength(1);
    expect((await spendCard())?.rules?.version).toBe(1);
  });

  it('I20 answers a repeat with the first answer and writes no second record', async () => {
    const idempotencyKey = 'controls-once';
    const first = await put({ channels: online }, { idempotencyKey });
    await put({ channels: atIssue });
    const repeat = await put({ channels: online }, { idempotencyKey });
    expect([repeat.status, repeat.body]).toEqual([200, first.body]);
    expect(await changes()).toHaveLength(2);
    expect((await spendCard())?.channels).toEqual(['pos', 'atm']);
  });

  it('refuses all but one of several changes that were decided on the same version', async () => {
    const bodies = [monthly.amount, { amount: 1, currency: 'INR' }, { amount: 2, currency: 'INR' }].map((amount) => ({
      channels: online,
      limits: [{ per: 'day', amount }],
    }));
    const answers = await Promise.all(bodies.map((body) => put(body)));
    const done = answers.filter(({ status }) => status === 200).length;
    const refused = answers.filter(({ body }) => body.code === 'concurrent_change').length;
    expect(done).toBeGreaterThan(0);
    expect(done + refused).toBe(bodies.length);
    expect(await changes()).toHaveLength(done);
    expect((await spendCard())?.rules?.version).toBe(done);
    const [limit] = (await get()).body.limits;
    expect((await spendCard())?.rules?.limits[0]?.max).toBe(BigInt(limit.amount.amount));
  });

  it.each(['closed', 'expired', 'failed'] as const)('refuses a card that is %s: 409 invalid_state', async (status) => {
    await givenStatus(status);
    const refused = await put({ channels: online });
    expect([refused.status, refused.body.code]).toEqual([409, 'invalid_state']);
    expect((await get()).status).toBe(200);
  });

  it.each(['inactive', 'locked'] as const)('sets the controls of a card that is %s', async (status) => {
    await givenStatus(status);
    expect((await put({ channels: online })).status).toBe(200);
  });

  it('M-09 keeps days, weeks and months, amounts and numbers of uses, and a time zone of their own', async () => {
    const limits = [
      { per: 'day', count: 3 },
      { per: 'week', channel: 'ecom', amount: monthly.amount, count: 9, timeZone: 'Asia/Tokyo' },
      monthly,
    ];
    const answer = await put({ channels: online, limits });
    expect([answer.status, answer.body.limits]).toEqual([200, limits]);
    expect((await get()).body.limits).toEqual(limits);
    expect((await spendCard())?.rules?.limits).toEqual([
      { per: 'day', count: 3 },
      { per: 'week', channel: 'ecom', max: 50_000n, count: 9, zone: 'Asia/Tokyo' },
      { per: 'month', max: 50_000n },
    ]);
    const [record] = await changes();
    expect(controlsIn(record?.['data'])).toMatchObject({ limits });
  });

  it('a customer sets the controls of its own card, and sees them', async () => {
    const as = { customer: holder.customerId, of: world.tenant };
    const answer = await put({ channels: online }, { as, surface: 'customer', idempotencyKey: null });
    expect([answer.status, answer.body.channels]).toEqual([200, online]);
    const seen = await call(wireGet(world.platform), getControls, {
      as,
      surface: 'customer',
      params: { cardId: card.cardId },
      idempotencyKey: null,
    });
    expect([seen.status, seen.body.channels]).toEqual([200, online]);
  });

  it('I9 another customer’s card answers like an unknown one: 404 card_not_found, and stays as it is', async () => {
    const { customerId } = await givenHolder(world);
    const as = { customer: customerId, of: world.tenant };
    const foreign = await put({ channels: online }, { as, surface: 'customer' });
    const params = { cardId: card.cardId };
    const read = await call(wireGet(world.platform), getControls, { as, surface: 'customer', params });
    for (const { status, body } of [foreign, read]) expect([status, body.code]).toEqual([404, 'card_not_found']);
    expect((await spendCard())?.channels).toEqual(['pos', 'atm']);
  });

  it('refuses limits in another currency than the balance’s', async () => {
    const refused = await put({ channels: online, limits: [{ ...monthly, amount: { amount: 1, currency: 'USD' } }] });
    expect([refused.status, refused.body.code]).toEqual([422, 'currency_mismatch']);
    expect(await changes()).toHaveLength(0);
  });

  it.each([
    ['more than 20 limits', { limits: Array.from({ length: 21 }, () => monthly) }, 'limits'],
    ['the same use limited twice', { limits: [monthly, monthly] }, 'limits'],
    ['a limit on nothing', { limits: [{ per: 'day' }] }, 'limits.0'],
    ['a number of single uses', { limits: [{ ...monthly, per: 'transaction', count: 1 }] }, 'limits.0.count'],
    ['no use at all', { limits: [{ per: 'day', count: 0 }] }, 'limits.0.count'],
    ['an offset for a time zone', { limits: [{ ...monthly, timeZone: '+05:30' }] }, 'limits.0.timeZone'],
    ['a time zone that is none', { limits: [{ ...monthly, timeZone: 'Asia/Nowhere' }] }, 'limits.0.timeZone'],
    ['a limit on where abroad begins', { limits: [{ ...monthly, channel: 'international' }] }, 'limits.0.channel'],
    [
      'more than 50 merchant categories',
      { mcc: { block: Array.from({ length: 51 }, (_, index) => String(5_000 + index)) } },
      'mcc.block',
    ],
    ['a merchant category twice', { mcc: { allow: ['5411', '5411'] } }, 'mcc.allow'],
  ])('refuses %s', async (_name, change, path) => {
    const refused = await put({ channels: online, ...change });
    expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
    expect(refused.body.invalidFields).toContainEqual(expect.objectContaining({ path }));
  });

  it('answers a card of another tenant, an unknown and a malformed id alike: 404 card_not_found', async () => {
    const other = (await givenProgram(world.platform)).tenant;
    const body = { channels: online };
    const answers = [
      await put(body, { as: { tenant: other } }),
      await put(body, { params: { cardId: world.platform.ids.next('crd', world.tenant) } }),
      await put(body, { params: { cardId: 'crd_../T#x' } }),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
        404,
        'card_not_found',
        answers[0]?.body.detail,
      ]);
    }
    expect((await spendCard())?.channels).toEqual(['pos', 'atm']);
  });
});
