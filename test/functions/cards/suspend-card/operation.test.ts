import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { suspendCard } from '../../../../functions/cards/suspend-card/declaration.ts';
import { wire } from '../../../../functions/cards/suspend-card/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { CardLife } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife();
});
afterAll(() => life.stop());

describe('suspendCard', () => {
  itRefusesBadRequests({
    declaration: suspendCard,
    handler: () => wire(life.platform),
    valid: async () => ({ as: life.server, params: { cardId: (await life.card()).cardId }, body: {} }),
    malformed: { reason: '' },
  });

  it('AL-11 disables for the time being, with the reason kept', async () => {
    const card = await life.card();
    const { status, body } = await life.act('suspend', card.cardId, { body: { reason: 'chargeback under way' } });
    expect([status, body.status]).toEqual([200, 'locked']);
    expect(body.locks).toMatchObject([{ code: 3, origin: 'server' }]);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 3 });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended' });
    const history = await life.act('history', card.cardId);
    expect((history.body.data as unknown[]).at(-1)).toMatchObject({ note: 'chargeback under way', lockCode: 3 });
    expect((await life.act('unlock', card.cardId)).body.status).toBe('active');
  });

  it('needs no body, and again is no change', async () => {
    const { cardId } = await life.card();
    const [first, again] = [await life.act('suspend', cardId), await life.act('suspend', cardId)];
    expect([first.status, again.status, again.body.locks]).toEqual([200, 200, first.body.locks]);
  });

  it('refuses a card that is closed, and one that is locked for good', async () => {
    const [closed, lost] = [await life.card(), await life.card()];
    await life.act('close', closed.cardId);
    await life.lock(lost.cardId, 1);
    expect((await life.act('suspend', closed.cardId)).body.code).toBe('invalid_state');
    expect((await life.act('suspend', lost.cardId)).body.code).toBe('lock_irreversible');
  });

  it('knows neither an unknown card nor one of another tenant', async () => {
    const { cardId } = await life.card();
    const foreign = await life.act('suspend', cardId, { as: { tenant: await life.platform.tenant() } });
    const unknown = await life.act('suspend', life.platform.ids.next('crd', life.tenant));
    for (const { status, body } of [foreign, unknown]) expect([status, body.code]).toEqual([404, 'card_not_found']);
  });
});
