import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareIncident } from '../../../../functions/cards/declare-incident/declaration.ts';
import { wire } from '../../../../functions/cards/declare-incident/handler.ts';
import { getFullCardData } from '../../../../functions/cards/get-full-card-data/declaration.ts';
import { wire as wireData } from '../../../../functions/cards/get-full-card-data/handler.ts';
import type { TestCaller, TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { TestPlatform } from '../../../support/test-platform.ts';
import type { CardLife } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';
import { givenCard, givenHolder, recordsOf } from '../given-cards.ts';
import { cardHolder, revealSession, sealedTo } from '../given-reveals.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife();
});
afterAll(() => life.stop());

const declare = (
  cardId: string,
  body: unknown,
  { as = life.server, on = life.platform, ...request }: Partial<TestRequest> & { readonly on?: TestPlatform } = {},
) => {
  const surface = 'customer' in as ? ('customer' as const) : undefined;
  return call(wire(on), declareIncident, {
    ...{ as, params: { cardId }, body, ...request },
    ...(surface === undefined ? {} : { surface }),
  });
};

const codeOf = async (cardId: string, body: unknown, request: Partial<TestRequest> = {}): Promise<[number, string]> => {
  const { status, body: answer } = await declare(cardId, body, request);
  return [status, answer.code];
};

const declared = async (cardId: string, type: string) => {
  const { status, body } = await declare(cardId, { type });
  if (status !== 201) throw new Error(`nothing was declared: ${JSON.stringify(body)}`);
  return body as { readonly incidentId: string; readonly balanceReviewId?: string };
};

const incidentsOf = async (cardId: string) =>
  (await life.platform.items('card_incident')).filter((item) => item['cardId'] === cardId);

describe('declareIncident', () => {
  itRefusesBadRequests({
    declaration: declareIncident,
    handler: () => wire(life.platform),
    valid: async () => ({
      as: life.server,
      params: { cardId: (await life.card()).cardId },
      body: { type: 'lost' },
    }),
    required: ['type'],
    malformed: { type: 'mislaid', note: 'call 4111 1111 1111 1111' },
  });

  it.each([
    ['AL-17 AL-20', 'lost', 1],
    ['AL-18 AL-20', 'stolen', 2],
  ] as const)('%s a %s card is locked with code %i, here and at the issuer', async (_id, type, code) => {
    const card = await life.card();
    const { status, body } = await declare(card.cardId, { type, note: 'on the bus' });
    expect([status, body]).toEqual([
      201,
      {
        incidentId: expect.stringMatching(/^inc_/u),
        cardId: card.cardId,
        type,
        note: 'on the bus',
        status: 'declared',
        declaredAt: expect.any(String),
        cardStatus: 'locked',
        replacementOffered: true,
        ...(body.balanceReviewId === undefined ? {} : { balanceReviewId: body.balanceReviewId }),
      },
    ]);
    expect(String(body.balanceReviewId).startsWith('brv_')).toBe(type === 'stolen');
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: code });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended', reason: type });
    const locks = (await life.stored(card.cardId)).locks;
    expect(locks).toMatchObject([{ code, origin: 'server', note: 'on the bus' }]);
  });

  it('AL-19 domain 2.4 a damaged card stays usable until its replacement is', async () => {
    const card = await life.card();
    const { status, body } = await declare(card.cardId, { type: 'damaged' });
    expect([status, body.cardStatus, body.replacementOffered]).toEqual([201, 'active', true]);
    expect(await life.onBalance(card)).toEqual({ status: 'active', lock: undefined });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'active' });
    expect(await recordsOf(life.platform, body.incidentId)).toMatchObject([{ type: 'card.incident_declared' }]);
  });

  it('AL-21 orders no replacement and starts no investigation; a theft asks for a review of the balance', async () => {
    const { cardId } = await life.card();
    const { incidentId, balanceReviewId } = await declared(cardId, 'stolen');
    const records = await recordsOf(life.platform, incidentId);
    expect(records).toMatchObject([{ type: 'card.incident_declared', resourceType: 'card_incident', sequence: 1n }]);
    expect(String(records[0]?.['data'])).not.toContain('note');
    expect(await recordsOf(life.platform, balanceReviewId ?? '')).toMatchObject([
      { type: 'balance.review_requested', resourceType: 'balance_review', sequence: 1n },
    ]);
    const types = (await recordsOf(life.platform, cardId)).map(({ type }) => type);
    expect(types).toEqual(['card.issued', 'card.locked', 'card.issuer_status_changed']);
    expect((await life.platform.items('card_order')).filter((order) => order['cardId'] === cardId)).toEqual([]);
  });

  it('domain 2.4 lost after stolen adds its lock; the graver one goes on to count', async () => {
    const card = await life.card();
    await declared(card.cardId, 'stolen');
    expect(await declare(card.cardId, { type: 'lost' })).toMatchObject({ status: 201, body: { cardStatus: 'locked' } });
    expect((await life.stored(card.cardId)).locks.map(({ code }) => code)).toEqual([2, 1]);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 2 });
  });

  it('a card that is locked as lost already gets the incident all the same, once', async () => {
    const { cardId } = await life.card();
    await life.lock(cardId, 1);
    const { incidentId } = await declared(cardId, 'lost');
    const { status, body } = await declare(cardId, { type: 'lost' });
    expect([status, body.code, body.resourceId]).toEqual([409, 'already_exists', incidentId]);
    expect((await life.stored(cardId)).locks).toHaveLength(1);
  });

  it('AL-19 the same type twice names the first incident', async () => {
    const { cardId } = await life.card();
    const { incidentId } = await declared(cardId, 'damaged');
    const { status, body } = await declare(cardId, { type: 'damaged' });
    expect([status, body.code, body.resourceId]).toEqual([409, 'already_exists', incidentId]);
  });

  it('I4 a repeat hears the first answer, and of two at once one is the incident', async () => {
    const { cardId } = await life.card();
    const idempotencyKey = randomUUID();
    const first = await declare(cardId, { type: 'lost' }, { idempotencyKey });
    const repeat = await declare(cardId, { type: 'lost' }, { idempotencyKey });
    expect([repeat.body, repeat.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    const other = await life.card();
    const answers = await Promise.all([1, 2].map(() => declare(other.cardId, { type: 'stolen' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await incidentsOf(other.cardId)).toHaveLength(1);
  });

  it.each(['unreachable', 'silent after commit'] as const)(
    'AL-20 holds although the issuer is %s, and the drift check tells it',
    async (fault) => {
      const card = await life.card();
      const { status } = await declare(card.cardId, { type: 'lost' }, { on: life.failing(fault) });
      expect(status).toBe(201);
      expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 1 });
      expect(await life.timerOf(card.cardId)).toBe(true);
      await life.checkDrift(card.cardId);
      expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended', reason: 'lost' });
    },
  );

  it('a customer declares of its own card, with its own origin, and knows nobody else’s', async () => {
    const card = await life.card();
    const stranger: TestCaller = { customer: (await givenHolder(life)).customerId, of: life.tenant };
    expect(await codeOf(card.cardId, { type: 'lost' }, { as: stranger })).toEqual([404, 'card_not_found']);
    expect((await declare(card.cardId, { type: 'lost' }, { as: life.holder(card) })).status).toBe(201);
    expect((await life.stored(card.cardId)).locks).toMatchObject([{ code: 1, origin: 'customer' }]);
  });

  it.each(['lost', 'stolen'])('AN-54 a %s card shows nothing any more, whoever asks', async (type) => {
    const holder = await cardHolder(life);
    const session = await revealSession(life, holder);
    const { cardId } = holder.card;
    await declared(cardId, type);
    const read = (as: TestCaller, headers: Readonly<Record<string, string>>) =>
      call(wireData(life.platform), getFullCardData, {
        ...{ as, params: { cardId }, headers },
        ...('customer' in as ? { surface: 'customer' as const } : {}),
      });
    for (const answer of [await read(life.server, sealedTo(life)), await read(holder.as, sealedTo(life, session))]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'invalid_state']);
    }
  });
});

describe('declareIncident refuses', () => {
  it('M-33 cards that are unknown, another tenant’s or removed', async () => {
    const { tenant } = await givenProgram(life.platform);
    const foreign = await givenCard(life, await givenHolder(life, { tenant }), tenant);
    const removed = await life.card();
    await life.act('remove', removed.cardId, { as: life.holder(removed) });
    for (const id of [life.platform.ids.next('crd', life.tenant), foreign.cardId, 'crd_1', removed.cardId]) {
      expect(await codeOf(id, { type: 'lost' })).toEqual([404, 'card_not_found']);
    }
  });

  it.each(['lost', 'stolen', 'damaged'])('%s of a card that is closed', async (type) => {
    const { cardId } = await life.card();
    await life.act('close', cardId);
    expect(await codeOf(cardId, { type })).toEqual([409, 'invalid_state']);
    expect(await incidentsOf(cardId)).toEqual([]);
  });
});
