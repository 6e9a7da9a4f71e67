import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeCard } from '../../../../functions/cards/close-card/declaration.ts';
import { wire } from '../../../../functions/cards/close-card/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { recordsOf } from '../given-cards.ts';
import type { CardLife } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife();
});
afterAll(() => life.stop());

const close = (cardId: string, request = {}) => life.act('close', cardId, request);

describe('closeCard', () => {
  itRefusesBadRequests({
    declaration: closeCard,
    handler: () => wire(life.platform),
    valid: async () => ({ as: life.server, params: { cardId: (await life.card()).cardId }, body: {} }),
    malformed: { reason: 7 },
  });

  it.each([undefined, 3, 1])('AL-12 disables for good, from lock %j too, here and at the issuer', async (code) => {
    const card = await life.card();
    if (code !== undefined) await life.lock(card.cardId, code);
    const { status, body } = await close(card.cardId, { body: { reason: 'asked by its holder' } });
    expect([status, body.status]).toEqual([200, 'closed']);
    expect(await life.onBalance(card)).toEqual({ status: 'closed', lock: undefined });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'closed' });
    const history = await life.act('history', card.cardId);
    expect((history.body.data as unknown[]).at(-1)).toMatchObject({
      to: 'closed',
      issuerStatus: 'closed',
      note: 'asked by its holder',
    });
  });

  it('I23 nothing opens it again', async () => {
    const { cardId } = await life.card();
    await close(cardId);
    for (const operation of ['activate', 'unlock', 'suspend', 'close'] as const) {
      const { status, body } = await life.act(operation, cardId, { as: life.server });
      expect([operation, status, body.code]).toEqual([operation, 409, 'invalid_state']);
    }
    expect(await life.tell(cardId, { status: 'active' })).toBe('not_allowed');
    expect((await life.stored(cardId)).status).toBe('closed');
  });

  it('I4 answers a repeat with the first answer', async () => {
    const { cardId } = await life.card();
    const idempotencyKey = randomUUID();
    const [first, repeat] = [await close(cardId, { idempotencyKey }), await close(cardId, { idempotencyKey })];
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([200, first.body, 'true']);
    const types = (await recordsOf(life.platform, cardId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'card.closed')).toHaveLength(1);
  });

  it.each(['unreachable', 'silent after commit'] as const)(
    'holds although the issuer is %s, and the drift check closes it there',
    async (fault) => {
      const card = await life.card();
      const idempotencyKey = randomUUID();
      const { status } = await close(card.cardId, { idempotencyKey, on: life.failing(fault) });
      expect([status, (await life.onBalance(card)).status]).toEqual([200, 'closed']);
      expect((await close(card.cardId, { idempotencyKey })).status).toBe(200);
      await life.checkDrift(card.cardId);
      expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'closed' });
      expect(await life.stored(card.cardId)).toMatchObject({ status: 'closed', issuerStatus: 'closed' });
    },
  );

  it('I4 of two at once one closes it', async () => {
    const { cardId } = await life.card();
    const answers = await Promise.all([close(cardId), close(cardId)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it('knows neither an unknown card nor one of another tenant', async () => {
    const { cardId } = await life.card();
    const foreign = await close(cardId, { as: { tenant: await life.platform.tenant() } });
    const unknown = await close(life.platform.ids.next('crd', life.tenant));
    for (const { status, body } of [foreign, unknown]) expect([status, body.code]).toEqual([404, 'card_not_found']);
  });
});
