import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualCard } from '../../../../functions/cards/create-virtual-card/declaration.ts';
import { wire } from '../../../../functions/cards/create-virtual-card/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { encryptingCaller } from '../../../support/caller-keys.ts';
import { cardNumbersIn } from '../../../support/card-numbers.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { sinksWith, spellingsOf, storedCardData } from '../card-data-traces.ts';
import type { CardWorld, RevealedCard } from '../given-cards.ts';
import { encrypted, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

const requestFor = async (
  holder: { readonly customerId: string; readonly balanceId: string },
  more: { readonly displayName?: string } = {},
): Promise<TestRequest> => ({
  as: { tenant: world.tenant },
  params: { customerId: holder.customerId },
  ...(await encrypted(world, { balanceId: holder.balanceId, ...more })),
});

const create = (request: TestRequest, by = handler) => call(by, createVirtualCard, request);

const opened = async (body: { readonly payload: string }): Promise<RevealedCard> =>
  (await world.caller.open(body)) as RevealedCard;

const cardItems = async (cardId: string) =>
  (await world.platform.items()).filter((item) => item['item'] === 'card' && item['cardId'] === cardId);

const twinCards = async (cardId: string) =>
  (await world.twin.platform.items()).filter((item) => item['item'] === 'twin_card' && item['reference'] === cardId);

const allTwinCards = async () => (await world.twin.platform.items()).filter((item) => item['item'] === 'twin_card');

describe('createVirtualCard repeated', () => {
  it('I4 AN-22 answers the same card, read anew and encrypted to the key of the repeat, and records it', async () => {
    const request = { ...(await requestFor(await givenHolder(world))), idempotencyKey: randomUUID() };
    const first = await opened((await create(request)).body);
    const other = encryptingCaller();
    const repeat = await create({ ...request, headers: { ...request.headers, 'Public-Key': other.header } });
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(await other.open(repeat.body)).toEqual(first);
    await expect(world.caller.open(repeat.body)).rejects.toThrow();
    expect(await twinCards(first.cardId)).toHaveLength(1);
    const types = (await recordsOf(world.platform, first.cardId)).map(({ type }) => type);
    expect(types).toEqual(['card.issued', 'card.data_revealed']);
  });

  it('answers the repeat for a card that was closed meanwhile without its data', async () => {
    const request = { ...(await requestFor(await givenHolder(world))), idempotencyKey: randomUUID() };
    const first = await opened((await create(request)).body);
    const [item] = await cardItems(first.cardId);
    await world.platform.table.write({ kind: 'put', item: { ...item, status: 'closed', issuerStatus: 'closed' } });
    const repeat = await create(request);
    expect(await opened(repeat.body)).toEqual({ ...first, pan: null, cvv: null });
  });

  it('I4 makes one card for two requests at once', async () => {
    const holder = await givenHolder(world);
    const request = { ...(await requestFor(holder)), idempotencyKey: randomUUID() };
    const answers = await Promise.all([create(request), create(request), create(request)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const made = answers.find(({ status }) => status === 201);
    const { cardId } = await opened(made?.body);
    expect(await twinCards(cardId)).toHaveLength(1);
    const all = (await world.platform.items()).filter(
      (item) => item['item'] === 'card' && item['balanceId'] === holder.balanceId,
    );
    expect(all).toHaveLength(1);
  });

  it('I4 refuses the key for another body with 422 and names the card', async () => {
    const holder = await givenHolder(world);
    const idempotencyKey = randomUUID();
    const first = await opened((await create({ ...(await requestFor(holder)), idempotencyKey })).body);
    const other = await create({ ...(await requestFor(holder, { displayName: 'X' })), idempotencyKey });
    expect([other.status, other.body.code, other.body.resourceId]).toEqual([
      422,
      'idempotency_key_reused',
      first.cardId,
    ]);
  });

  it('I5 finds the card that the issuer made although no answer ever came', async () => {
    const holder = await givenHolder(world);
    const before = (await allTwinCards()).length;
    let made = false;
    const deaf = wire(
      world.reaching(async (url, init) => {
        if (made) throw new TypeError('fetch failed');
        const answer = await fetch(url, init);
        if (!new URL(url).pathname.endsWith('/cards')) return answer;
        made = true;
        throw new TypeError('fetch failed');
      }),
    );
    const request = { ...(await requestFor(holder)), idempotencyKey: randomUUID() };
    const lost = await create(request, deaf);
    expect([lost.status, lost.body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(made).toBe(true);
    const card = await opened((await create(request)).body);
    expect(await twinCards(card.cardId)).toHaveLength(1);
    expect(await allTwinCards()).toHaveLength(before + 1);
    expect(await cardItems(card.cardId)).toHaveLength(1);
  });

  it('does not commit a card for a customer who was closed while the issuer worked', async () => {
    const holder = await givenHolder(world);
    const customer = (await world.platform.items()).find(
      (item) => item['item'] === 'customer' && item['customerId'] === holder.customerId,
    );
    const closing = wire(
      world.reaching(async (url, init) => {
        const answer = await fetch(url, init);
        await world.platform.table.write({ kind: 'put', item: { ...customer, status: 'closed' } });
        return answer;
      }),
    );
    const { status, body } = await create(await requestFor(holder), closing);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    const cards = (await world.platform.items()).filter(
      (item) => item['item'] === 'card' && item['customerId'] === holder.customerId,
    );
    expect(cards).toEqual([]);
  });
});

describe('I11 card data of createVirtualCard', () => {
  it('is in no item, log line, event or message, in any spelling', async () => {
    const request = { ...(await requestFor(await givenHolder(world))), idempotencyKey: randomUUID() };
    const { pan } = await opened((await create(request)).body);
    await create(request);
    expect(await sinksWith(world.platform, pan)).toEqual([]);
    expect(await storedCardData(world.platform)).toEqual([]);
    expect(cardNumbersIn(world.platform.logLines().join('\n'))).toEqual([]);
  });

  it('would be found: every spelling that is planted is seen', async () => {
    const pan = '4111110000000054';
    for (const spelling of spellingsOf(pan)) {
      const planted = { ...world.platform, logLines: () => [`{"message":"…${spelling}…"}`] };
      expect(await sinksWith(planted, pan)).toEqual(['log']);
    }
  });
});
