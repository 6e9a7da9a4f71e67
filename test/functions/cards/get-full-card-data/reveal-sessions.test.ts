import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getFullCardData as declaration } from '../../../../functions/cards/get-full-card-data/declaration.ts';
import { wire } from '../../../../functions/cards/get-full-card-data/handler.ts';
import type { TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { sinksWith, storedCardData } from '../card-data-traces.ts';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import type { CardHolder } from '../given-reveals.ts';
import { cardHolder, changeCard, lockedWith, pairedPhone, revealSession, sealedTo } from '../given-reveals.ts';

let world: CardWorld;
let holder: CardHolder;

beforeAll(async () => {
  world = await startCardWorld();
  holder = await cardHolder(world);
});
afterAll(() => world.stop());

const reveal = (by: CardHolder, session?: string, change: Partial<TestRequest> = {}) =>
  call(wire(world.platform), declaration, {
    as: by.as,
    surface: 'customer',
    params: { cardId: by.card.cardId },
    headers: sealedTo(world, session),
    idempotencyKey: null,
    ...change,
  });

const reveals = async (cardId: string) =>
  (await recordsOf(world.platform, cardId)).filter(({ type }) => type === 'card.data_revealed');

describe('getFullCardData for the holder', () => {
  it('AN-54 AN-55 AL-30 reveals PAN and CVV once per session, with one record', async () => {
    const own = await cardHolder(world);
    const session = await revealSession(world, own);
    const { status, body } = await reveal(own, session);
    expect(status).toBe(200);
    expect(await world.caller.open(body)).toEqual(own.card);
    const again = await reveal(own, session);
    expect([again.status, again.body.code]).toEqual([403, 'reveal_session_required']);
    const records = await reveals(own.card.cardId);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ actor: `customer:${own.customerId}` });
    expect(JSON.parse(String(records[0]?.['data']))).toEqual({
      cardId: own.card.cardId,
      fields: ['pan', 'cvv'],
      revealSessionId: session,
    });
    expect(await sinksWith(world.platform, own.card.pan)).toEqual([]);
    expect(await storedCardData(world.platform)).toEqual([]);
  });

  it('AN-55 reveals once when one session is used twice at once', async () => {
    const own = await cardHolder(world);
    const session = await revealSession(world, own);
    const answers = await Promise.all([1, 2, 3].map(() => reveal(own, session)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403, 403]);
    expect(await reveals(own.card.cardId)).toHaveLength(1);
  });

  it.each([
    [['pan'], { cvv: null }],
    [['cvv', 'pin'], { pan: null }],
  ])('AN-55 answers no more than the fields of the session: %j', async (fields, hidden) => {
    const { body } = await reveal(holder, await revealSession(world, holder, fields));
    expect(await world.caller.open(body)).toEqual({ ...holder.card, ...hidden });
  });

  it('AN-55 refuses a session that is missing, unknown, malformed, over, or for the PIN alone', async () => {
    const over = await revealSession(world, holder);
    world.platform.clock.advance({ seconds: 60 });
    const sessions = [
      undefined,
      '',
      over,
      world.platform.ids.next('rvl', world.tenant),
      'rvl_1#x',
      'x'.repeat(3000),
      await revealSession(world, holder, ['pin']),
    ];
    const before = (await reveals(holder.card.cardId)).length;
    for (const session of sessions) {
      const { status, body } = await reveal(holder, session);
      expect([status, body.code]).toEqual([403, 'reveal_session_required']);
    }
    expect(await reveals(holder.card.cardId)).toHaveLength(before);
  });

  it('AN-55 refuses a session of another card, customer or device', async () => {
    const stranger = await cardHolder(world);
    const foreign = await reveal(stranger, await revealSession(world, holder));
    expect([foreign.status, foreign.body.code]).toEqual([403, 'reveal_session_required']);
    const { installationId } = await pairedPhone(world, holder.customerId);
    const session = await revealSession(world, holder);
    const elsewhere = await reveal(holder, session, { as: { ...holder.as, installationId } });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'reveal_session_required']);
    expect((await reveal(holder, session)).status).toBe(200);
  });

  it('M-33 answers the card of another customer like an unknown one, with a good session too', async () => {
    const stranger = await cardHolder(world);
    const { status, body } = await reveal(holder, await revealSession(world, holder), {
      params: { cardId: stranger.card.cardId },
    });
    expect([status, body.code]).toEqual([404, 'card_not_found']);
  });

  it.each([
    ['lost', 1],
    ['stolen', 2],
  ])('shows nothing of a card that is %s since the session was opened, to nobody', async (_, code) => {
    const own = await cardHolder(world);
    const session = await revealSession(world, own);
    await changeCard(world, own.card.cardId, lockedWith(code));
    for (const change of [{}, { as: { tenant: world.tenant }, surface: 'secure' } as const]) {
      const { status, body } = await reveal(own, session, change);
      expect([status, body.code]).toEqual([409, 'invalid_state']);
    }
    expect(await reveals(own.card.cardId)).toEqual([]);
  });
});
