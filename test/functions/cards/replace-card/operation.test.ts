import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IssuerRefused } from '../../../../functions/cards/ports/issuer-refused.ts';
import { replaceCard } from '../../../../functions/cards/replace-card/declaration.ts';
import { wire } from '../../../../functions/cards/replace-card/handler.ts';
import { sandboxIssuer } from '../../../../functions/providers/sandbox/issuer-processor.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardLife } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';
import { givenCard, givenHolder, recordsOf } from '../given-cards.ts';
import { deliveryAddress } from '../given-orders.ts';
import { allOn, replacing } from '../given-replacements.ts';

let life: CardLife;
let given: ReturnType<typeof replacing>;

beforeAll(async () => {
  life = await startCardLife();
  given = replacing(life);
});
afterAll(() => life.stop());

describe('replaceCard', () => {
  itRefusesBadRequests({
    declaration: replaceCard,
    handler: () => wire(life.platform),
    valid: async () => ({
      as: life.server,
      params: { cardId: (await life.card()).cardId },
      body: { reason: 'damaged' },
    }),
    required: ['reason'],
    malformed: { reason: 'bored', deliveryAddress: 'at home' },
  });

  it('M-13 AN-50 a virtual card is replaced at once, and locked with code 8 in the same moment', async () => {
    const card = await life.card();
    const { status, body } = await given.replace(card.cardId, { reason: 'damaged' });
    expect([status, body]).toEqual([
      202,
      { cardId: expect.stringMatching(/^crd_/u), status: 'active', replaces: card.cardId },
    ]);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 8 });
    expect(await life.onBalance({ ...card, cardId: body.cardId })).toEqual({ status: 'active', lock: undefined });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended', reason: 'damaged' });
    expect((await life.stored(card.cardId)).locks).toMatchObject([{ code: 8, origin: 'system' }]);
    expect((await given.shown(card.cardId)).replacedBy).toBe(body.cardId);
    expect(await given.shown(body.cardId)).toMatchObject({ status: 'active', replaces: card.cardId, locks: [] });
  });

  it('M-13 the fact that mandates follow is told, with both cards and why', async () => {
    const { cardId } = await life.card();
    const { cardId: next } = await given.replacedBy(cardId, { reason: 'other' });
    const told = (await recordsOf(life.platform, cardId)).find(({ type }) => type === 'card.replaced');
    const facts: unknown = JSON.parse(String(told?.['data']));
    expect(facts).toMatchObject({ fromCardId: cardId, toCardId: next, replacementReason: 'other', lockCode: 8 });
    const { body } = await life.act('history', cardId);
    expect(body.entries ?? body.data ?? body).toEqual(
      expect.arrayContaining([expect.objectContaining({ to: 'locked', lockCode: 8, origin: 'system' })]),
    );
  });

  it.each([
    ['lost', false],
    ['stolen', false],
    ['other', false],
    ['damaged', true],
    ['expired', true],
  ] as const)('M-13 a card replaced as %s keeps its number: %s', async (reason, isSame) => {
    const { cardId } = await life.card();
    const { cardId: next } = await given.replacedBy(cardId, { reason });
    const [old, card] = [await life.stored(cardId), await life.stored(next)];
    expect(card.fingerprint === old.fingerprint).toBe(isSame);
    expect(card.externalId).not.toBe(old.externalId);
  });

  it.each([
    ['lost', 1],
    ['stolen', 2],
  ] as const)(
    'AN-50 domain 2.4 a card replaced as %s is locked with code %i, which goes on to count',
    async (reason, code) => {
      const card = await life.card();
      await given.replacedBy(card.cardId, { reason });
      expect(await given.codesOf(card.cardId)).toEqual([code, 8]);
      expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: code });
      expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended', reason });
    },
  );

  it('a number that was lost is not used again, whatever reason is given', async () => {
    const { cardId } = await life.card();
    await life.lock(cardId, 1);
    const { cardId: next } = await given.replacedBy(cardId, { reason: 'damaged' });
    expect((await life.stored(next)).fingerprint).not.toBe((await life.stored(cardId)).fingerprint);
  });

  it('M-13 rule 88 limits and merchant categories move, channels begin anew', async () => {
    const { cardId } = await life.card();
    await given.withControls(cardId);
    const { cardId: next } = await given.replacedBy(cardId, { reason: 'damaged' });
    const [old, card] = [await life.stored(cardId), await life.stored(next)];
    expect(card.controls).toMatchObject({ limits: old.controls?.limits, mcc: { block: ['7995'] } });
    expect(card.controls?.channels).toEqual({ ...allOn, ecom: false, contactless: false, international: false });
    expect([card.countedAs, old.countedAs]).toEqual([old.externalId, undefined]);
    const { cardId: third } = await given.replacedBy(next, { reason: 'other' });
    expect((await life.stored(third)).countedAs).toBe(old.externalId);
  });

  it('M-13 a chain is read by its links', async () => {
    const { cardId: first } = await life.card();
    const { cardId: second } = await given.replacedBy(first, { reason: 'lost' });
    const { cardId: third } = await given.replacedBy(second, { reason: 'stolen' });
    const links = await Promise.all([first, second, third].map((id) => given.shown(id)));
    expect(links.map(({ replaces, replacedBy: by }) => [replaces, by])).toEqual([
      [undefined, second],
      [first, third],
      [second, undefined],
    ]);
  });
});

describe('replaceCard, repeated and at once', () => {
  it('I4 a repeat hears the first answer and makes nothing', async () => {
    const { cardId } = await life.card();
    const idempotencyKey = randomUUID();
    const first = await given.replace(cardId, { reason: 'lost' }, { idempotencyKey });
    const repeat = await given.replace(cardId, { reason: 'lost' }, { idempotencyKey });
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([202, first.body, 'true']);
    expect((await given.typesOf(cardId)).filter((type) => type === 'card.replaced')).toHaveLength(1);
  });

  it.each([{}, { deliveryAddress }])('of two at once one is the replacement (%j)', async (where) => {
    const { cardId } = await life.card();
    const answers = await Promise.all([1, 2].map(() => given.replace(cardId, { reason: 'damaged', ...where })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(await given.codeOf(cardId, { reason: 'damaged' })).toEqual([409, 'invalid_state']);
  });

  it('AN-63 a card whose answer was lost is found again under the same key', async () => {
    const { cardId, balanceId } = await life.card();
    const idempotencyKey = randomUUID();
    let isLost = true;
    const on = life.reaching(async (input, init) => {
      const isCard =
        new URL(input).pathname.startsWith('/issuer/v1/cards') && !new URL(input).pathname.includes('status');
      const answer = await life.platform.fetch(input, init);
      if (isCard && isLost) throw new TypeError('fetch failed');
      return answer;
    });
    const first = await given.replace(cardId, { reason: 'other' }, { idempotencyKey, on });
    expect([first.status, first.body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(await life.onBalance({ cardId, balanceId, customerId: '' })).toEqual({ status: 'active', lock: undefined });
    isLost = false;
    const made = (await life.twin.platform.items('twin_card')).filter(({ reference }) => reference !== cardId).length;
    const second = await given.replace(cardId, { reason: 'other' }, { idempotencyKey, on });
    expect(second.status).toBe(202);
    const after = (await life.twin.platform.items('twin_card')).filter(({ reference }) => reference !== cardId).length;
    expect(after).toBe(made);
  });

  it('a lost card is locked although no new one can be made now', async () => {
    const card = await life.card();
    const on = life.reaching(async (input, init) => {
      if (new URL(input).pathname.startsWith('/issuer/v1/cards')) throw new TypeError('fetch failed');
      return life.platform.fetch(input, init);
    });
    expect((await given.replace(card.cardId, { reason: 'lost' }, { on })).status).toBe(503);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 1 });
  });
});

describe('replaceCard refuses', () => {
  it('M-33 cards that are unknown, another tenant’s, removed or not there yet', async () => {
    const { tenant } = await givenProgram(life.platform);
    const foreign = await givenCard(life, await givenHolder(life, { tenant }), tenant);
    const removed = await life.card();
    await life.act('remove', removed.cardId, { as: life.holder(removed) });
    const ordered = await given.replacedBy((await life.card()).cardId, { reason: 'other', deliveryAddress });
    const ids = [life.platform.ids.next('crd', life.tenant), foreign.cardId, 'crd_1', removed.cardId, ordered.cardId];
    for (const id of ids) expect(await given.codeOf(id, { reason: 'lost' })).toEqual([404, 'card_not_found']);
  });

  it('cards that are closed, or replaced already', async () => {
    const { cardId } = await life.card();
    await life.act('close', cardId);
    expect(await given.codeOf(cardId, { reason: 'lost' })).toEqual([409, 'invalid_state']);
    const other = await life.card();
    await given.replacedBy(other.cardId, { reason: 'lost' });
    expect(await given.codeOf(other.cardId, { reason: 'lost' })).toEqual([409, 'invalid_state']);
  });

  it('D-04 a card that is suspected of fraud, unless it is lost for good', async () => {
    const { cardId } = await life.card();
    await life.lock(cardId, 7);
    expect(await given.codeOf(cardId, { reason: 'damaged' })).toEqual([409, 'invalid_state']);
    expect((await given.replace(cardId, { reason: 'stolen' })).status).toBe(202);
  });

  it('the issuer does not print the number of a card again that it knows as lost', async () => {
    const { cardId, balanceId } = await life.card();
    await life.lock(cardId, 1);
    const old = await life.stored(cardId);
    const balance = (await life.platform.items('balance')).find((item) => item['balanceId'] === balanceId);
    const { externalId } = balance?.['account'] as { externalId: string };
    const order = { reference: randomUUID(), accountExternalId: externalId, bin: old.firstSix, network: old.network };
    const card = {
      displayName: 'ASHA RAO',
      initialStatus: 'active',
      threeDs: { phone: '+919812345678', password: 'x1' },
    } as const;
    const made = sandboxIssuer(life.platform).createVirtualCard(life.tenant, {
      ...order,
      ...card,
      replaces: { externalId: old.externalId, sameNumber: true },
    });
    await expect(made).rejects.toThrow(IssuerRefused);
  });
});
