import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getStatusHistory } from '../../../../functions/cards/get-status-history/declaration.ts';
import { wire } from '../../../../functions/cards/get-status-history/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { CardLife } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife({ initialCardState: 'inactive' });
});
afterAll(() => life.stop());

const entry = (from: string, to: string, facts: object): unknown => expect.objectContaining({ from, to, ...facts });

describe('getStatusHistory', () => {
  itRefusesBadRequests({
    declaration: getStatusHistory,
    handler: () => wire(life.platform),
    valid: async () => ({ as: life.server, params: { cardId: (await life.card()).cardId } }),
  });

  it('AL-13 tells who, when, from, to, why and what the issuer answered, from the issuance on', async () => {
    const card = await life.card();
    const { cardId } = card;
    await life.act('activate', cardId, { as: life.holder(card) });
    await life.act('suspend', cardId, { body: { reason: 'asked by phone' } });
    await life.act('unlock', cardId);
    await life.issuerChanges(cardId, 'suspended', 'suspectedFraud');
    await life.tell(cardId, { status: 'suspended', reason: 'suspectedFraud', at: (await life.atIssuer(cardId)).at });
    await life.issuerChanges(cardId, 'active');
    await life.tell(cardId, { status: 'active', at: (await life.atIssuer(cardId)).at });
    await life.lock(cardId, 2, life.staff());
    await life.act('remove', cardId, { as: life.staff() });
    const { body } = await life.act('history', cardId);
    expect(body.data).toEqual([
      entry('requested', 'inactive', { origin: 'server', issuerStatus: 'inactive' }),
      entry('inactive', 'active', { origin: 'customer', actor: `customer:${card.customerId}`, issuerStatus: 'active' }),
      entry('active', 'locked', { origin: 'server', lockCode: 3, note: 'asked by phone', issuerStatus: 'suspended' }),
      entry('locked', 'active', { origin: 'server', issuerStatus: 'active' }),
      entry('active', 'locked', {
        origin: 'network',
        lockCode: 7,
        reason: 'suspectedFraud',
        issuerStatus: 'suspended',
      }),
      entry('locked', 'active', { origin: 'network', issuerStatus: 'active' }),
      entry('active', 'locked', { origin: 'operator', lockCode: 2, issuerStatus: 'suspended' }),
      entry('locked', 'closed', { origin: 'operator', issuerStatus: 'closed' }),
    ]);
    const times = (body.data as { at: string }[]).map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
  });

  it('AL-13 is whole however much else happened to the card', async () => {
    const { cardId } = await life.card();
    await life.act('activate', cardId);
    for (let turn = 0; turn < 20; turn += 1) {
      await life.tell(cardId, { status: 'suspended' });
      await life.tell(cardId, { status: 'suspended' });
      await life.tell(cardId, { status: 'active' });
    }
    const { body } = await life.act('history', cardId);
    expect(body.data).toHaveLength(42);
  });

  it('shows its holder what it did itself, and of others only which kind of caller it was', async () => {
    const card = await life.card();
    await life.act('activate', card.cardId);
    await life.act('lock', card.cardId, { as: life.holder(card), body: { reasonCode: 3, note: 'mine' } });
    await life.act('lock', card.cardId, { as: life.staff(), body: { reasonCode: 7, note: 'not for the holder' } });
    const { body } = await life.act('history', card.cardId, { as: life.holder(card) });
    expect((body.data as unknown[]).slice(-2)).toMatchObject([
      { actor: 'customer', note: 'mine', lockCode: 3 },
      { actor: 'staff', lockCode: 7 },
    ]);
    expect(JSON.stringify(body)).not.toContain('not for the holder');
    expect(JSON.stringify(body)).not.toContain('staff-1');
  });

  it('knows neither an unknown card nor one of another tenant or customer', async () => {
    const { cardId } = await life.card();
    const foreign = await life.act('history', cardId, { as: { tenant: await life.platform.tenant() } });
    const stranger = await life.act('history', cardId, { as: life.holder(await life.card()) });
    const unknown = await life.act('history', life.platform.ids.next('crd', life.tenant));
    for (const { status, body } of [foreign, stranger, unknown]) {
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
  });
});
