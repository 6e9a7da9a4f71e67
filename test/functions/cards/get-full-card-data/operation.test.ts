import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getFullCardData as declaration } from '../../../../functions/cards/get-full-card-data/declaration.ts';
import { wire } from '../../../../functions/cards/get-full-card-data/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { encryptingCaller } from '../../../support/caller-keys.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import { sinksWith, storedCardData } from '../card-data-traces.ts';
import type { CardWorld, RevealedCard } from '../given-cards.ts';
import { givenCard, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

const newCard = async (): Promise<RevealedCard> => givenCard(world, await givenHolder(world));

const request = (cardId: string): TestRequest => ({
  as: { tenant: world.tenant },
  params: { cardId },
  headers: { 'Encrypt-Response': 'true', 'Public-Key': world.caller.header },
  idempotencyKey: null,
});

const reveal = (cardId: string, change: Partial<TestRequest> = {}, by = handler) =>
  call(by, declaration, { ...request(cardId), ...change });

const storedCard = async (cardId: string) => {
  const card = (await world.platform.items()).find((item) => item['item'] === 'card' && item['cardId'] === cardId);
  if (card === undefined) throw new Error(`no card ${cardId} is stored`);
  return card;
};

const closeCard = async (cardId: string): Promise<void> => {
  const card = await storedCard(cardId);
  const closed = { ...card, status: 'closed', issuerStatus: 'closed', sequence: Number(card['sequence']) + 1 };
  await world.platform.table.write({ kind: 'put', item: closed });
};

describe('getFullCardData', () => {
  itRefusesBadRequests({ declaration, handler: () => handler, valid: async () => request((await newCard()).cardId) });

  it('AN-54 AL-32 AN-23 reveals PAN, expiry and CVV as the issuer has them, encrypted', async () => {
    const card = await newCard();
    const { status, body } = await reveal(card.cardId);
    expect([status, Object.keys(body)]).toEqual([200, ['payload']]);
    expect(await world.caller.open(body)).toEqual(card);
  });

  it('AN-18 takes Encrypted-Request as well, without a body', async () => {
    const card = await newCard();
    const headers = { 'Encrypted-Request': 'true', 'Public-Key': world.caller.header };
    expect(await world.caller.open((await reveal(card.cardId, { headers })).body)).toEqual(card);
  });

  it('AN-27 AN-28 refuses to answer in clear, or to a key that is none', async () => {
    const { cardId } = await newCard();
    const key = { 'Public-Key': world.caller.header };
    const cases = [
      [{}, 'ENCRYPTION_REQUIRED'],
      [key, 'ENCRYPTION_REQUIRED'],
      [{ ...key, 'Encrypt-Response': 'no' }, 'ENCRYPTION_REQUIRED'],
      [{ 'Encrypt-Response': 'true' }, 'INVALID_PUBLIC_KEY'],
      [{ 'Encrypt-Response': 'true', 'Public-Key': '' }, 'INVALID_PUBLIC_KEY'],
      [{ 'Encrypt-Response': 'true', 'Public-Key': encryptingCaller(1024).header }, 'INVALID_PUBLIC_KEY'],
    ] as const;
    for (const [headers, code] of cases) {
      const { status, body } = await reveal(cardId, { headers });
      expect([status, body.code]).toEqual([400, code]);
    }
    expect(await recordsOf(world.platform, cardId)).toHaveLength(1);
  });

  it('records every reveal, without the data', async () => {
    const { cardId, pan } = await newCard();
    await reveal(cardId);
    await reveal(cardId);
    const [, ...reveals] = await recordsOf(world.platform, cardId);
    expect(reveals).toMatchObject([
      { type: 'card.data_revealed', sequence: 2n, actor: 'tenant:key_test' },
      { type: 'card.data_revealed', sequence: 3n, actor: 'tenant:key_test' },
    ]);
    expect(await sinksWith(world.platform, pan)).toEqual([]);
    expect(await storedCardData(world.platform)).toEqual([]);
  });

  it('lets readers not disturb each other: four reveals at once all succeed and are all recorded', async () => {
    const card = await newCard();
    const answers = await Promise.all([1, 2, 3, 4].map(() => reveal(card.cardId)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const records = await recordsOf(world.platform, card.cardId);
    expect(records.map(({ sequence }) => sequence)).toEqual([1n, 2n, 3n, 4n, 5n]);
  });

  it('reveals an inactive card too', async () => {
    const { tenant } = await givenProgram(world.platform, { initialCardState: 'inactive' });
    const card = await givenCard(world, await givenHolder(world, { tenant }), tenant);
    expect(await world.caller.open((await reveal(card.cardId, { as: { tenant } })).body)).toMatchObject({
      status: 'inactive',
      pan: card.pan,
    });
  });

  it('refuses a closed card with 409 and records nothing', async () => {
    const { cardId } = await newCard();
    await closeCard(cardId);
    const { status, body } = await reveal(cardId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(await recordsOf(world.platform, cardId)).toHaveLength(1);
  });

  it('does not reveal a card that was closed while the issuer answered', async () => {
    const { cardId } = await newCard();
    const closing = wire(
      world.reaching(async (url, init) => {
        const answer = await fetch(url, init);
        if (new URL(url).pathname.endsWith('/read')) await closeCard(cardId);
        return answer;
      }),
    );
    const { status, body } = await reveal(cardId, {}, closing);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(await recordsOf(world.platform, cardId)).toHaveLength(1);
  });

  it('shows nothing when the reveal could not be recorded', async () => {
    const { cardId } = await newCard();
    const silent = wire({
      ...world.platform,
      table: { ...world.platform.table, transact: async () => ({ kind: 'unknown' }) },
    });
    const { status, body } = await reveal(cardId, {}, silent);
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(body.payload).toBeUndefined();
  });

  it('answers 503 and records nothing while the issuer is silent', async () => {
    const { cardId } = await newCard();
    const deaf = wire(world.reaching(() => Promise.reject(new TypeError('fetch failed'))));
    const { status, body } = await reveal(cardId, {}, deaf);
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(await recordsOf(world.platform, cardId)).toHaveLength(1);
  });

  it('answers a card of another tenant, an unknown and a malformed id alike: 404 card_not_found', async () => {
    const { cardId } = await newCard();
    const other = (await givenProgram(world.platform)).tenant;
    const answers = [
      await reveal(cardId, { as: { tenant: other } }),
      await reveal(world.platform.ids.next('crd', world.tenant)),
      await reveal('crd_1'),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code, body.detail]).toEqual([404, 'card_not_found', answers[0]?.body.detail]);
    }
    expect(await recordsOf(world.platform, cardId)).toHaveLength(1);
  });

  it('AN-56 has no route for administrators', () => {
    expect(declaration.routes.map(({ surface }) => surface)).toEqual(['secure', 'customer']);
  });
});
