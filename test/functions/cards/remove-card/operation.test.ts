import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCards } from '../../../../functions/cards/list-cards/declaration.ts';
import { wire as wireList } from '../../../../functions/cards/list-cards/handler.ts';
import { removeCard } from '../../../../functions/cards/remove-card/declaration.ts';
import { wire } from '../../../../functions/cards/remove-card/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { CardLife, LivingCard } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife();
});
afterAll(() => life.stop());

const remove = (card: LivingCard, request = {}) =>
  life.act('remove', card.cardId, { as: life.holder(card), ...request });

const listed = async ({ customerId }: LivingCard): Promise<readonly string[]> => {
  const { body } = await call(wireList(life.platform), listCards, {
    as: life.holder({ customerId }),
    surface: 'customer',
  });
  return (body.data as { cardId: string }[]).map(({ cardId }) => cardId);
};

describe('removeCard', () => {
  itRefusesBadRequests({
    declaration: removeCard,
    handler: () => wire(life.platform),
    valid: async () => ({
      as: life.staff(),
      surface: 'admin',
      params: { cardId: (await life.card()).cardId },
    }),
  });

  it.each([undefined, 1, 3])('AN-53 removes a card for good, from lock %j too', async (code) => {
    const card = await life.card();
    if (code !== undefined) await life.lock(card.cardId, code);
    expect(await listed(card)).toEqual([card.cardId]);
    expect((await remove(card)).status).toBe(204);
    expect(await listed(card)).toEqual([]);
    for (const operation of ['get', 'lock', 'unlock', 'activate', 'suspend', 'close'] as const) {
      const body = operation === 'lock' ? { body: { reasonCode: 3 } } : {};
      const refused = await life.act(operation, card.cardId, body);
      expect([operation, refused.status, refused.body.code]).toEqual([operation, 404, 'card_not_found']);
    }
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'closed' });
    expect((await life.onBalance(card)).status).toBe('closed');
  });

  it('AN-53 AL-13 its history stays, for its holder and for the tenant', async () => {
    const card = await life.card();
    await remove(card);
    for (const as of [life.server, life.holder(card)]) {
      const { status, body } = await life.act('history', card.cardId, { as });
      expect([status, (body.data as { to: string }[]).at(-1)?.to]).toEqual([200, 'closed']);
    }
  });

  it('AN-53 staff remove a card, but no Employee does', async () => {
    const card = await life.card();
    expect((await remove(card, { as: life.staff('Employee') })).body.code).toBe('forbidden_role');
    expect((await remove(card, { as: life.staff('Manager') })).status).toBe(204);
    expect((await remove(card, { as: life.staff('Manager') })).body.code).toBe('card_not_found');
  });

  it('I4 answers a repeat like the first time', async () => {
    const card = await life.card();
    const idempotencyKey = randomUUID();
    const [first, repeat] = [await remove(card, { idempotencyKey }), await remove(card, { idempotencyKey })];
    expect([first.status, repeat.status, repeat.headers['idempotent-replayed']]).toEqual([204, 204, 'true']);
  });

  it('holds although the issuer is unreachable, and the drift check closes it there', async () => {
    const card = await life.card();
    expect((await remove(card, { on: life.failing('unreachable') })).status).toBe(204);
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'active' });
    await life.checkDrift(card.cardId);
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'closed' });
  });

  it('knows neither an unknown card nor one of another tenant or customer', async () => {
    const card = await life.card();
    const stranger = await remove(card, { as: life.holder(await life.card()) });
    const foreign = await remove(card, { as: { staff: 'Admin', of: await life.platform.tenant() } });
    const unknown = await remove({ ...card, cardId: life.platform.ids.next('crd', life.tenant) });
    for (const { status, body } of [stranger, foreign, unknown]) {
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
    expect((await life.stored(card.cardId)).status).toBe('active');
  });
});
