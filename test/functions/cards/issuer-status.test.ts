import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardLife } from './card-life.ts';
import { startCardLife } from './card-life.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife();
});
afterAll(() => life.stop());

describe('The issuer’s word on a card', () => {
  it.each([
    ['lost', 1],
    ['stolen', 2],
    ['other', 3],
    ['expired', 3],
    ['accountClosure', 3],
    [undefined, 3],
    ['endOfLife', 5],
    ['transactionRule', 6],
    ['suspectedFraud', 7],
    ['damaged', 8],
  ] as const)('AN-66 AL-15 a suspension because of %s is lock %i of the network', async (reason, code) => {
    const card = await life.card();
    expect(await life.tell(card.cardId, { status: 'suspended', reason })).toBe('applied');
    expect((await life.stored(card.cardId)).locks).toMatchObject([{ code, origin: 'network' }]);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: code });
    const { body } = await life.act('unlock', card.cardId, { as: life.staff() });
    expect(body.code ?? body.status).toBe([1, 2, 5, 8].includes(code) ? 'lock_irreversible' : 'active');
  });

  it('AN-66 I23 the network itself lifts none that is for good, and the issuer is asked to shut it again', async () => {
    const card = await life.card();
    await life.tell(card.cardId, { status: 'suspended', reason: 'stolen' });
    await life.tell(card.cardId, { status: 'active' });
    expect(await life.stored(card.cardId)).toMatchObject({ status: 'locked', issuerStatus: 'active' });
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 2 });
    expect(await life.timerOf(card.cardId)).toBe(true);
  });

  it('AL-15 a card that the issuer closes is closed here, for good', async () => {
    const card = await life.card();
    await life.tell(card.cardId, { status: 'closed', reason: 'lost' });
    expect((await life.onBalance(card)).status).toBe('closed');
    expect((await life.act('activate', card.cardId)).body.code).toBe('invalid_state');
    expect(await life.tell(card.cardId, { status: 'active' })).toBe('not_allowed');
  });

  it('AL-08 AL-14 the word on a removed card is taken over too', async () => {
    const card = await life.card();
    await life.act('remove', card.cardId, { as: life.holder(card), on: life.failing('unreachable') });
    expect(await life.tell(card.cardId, { status: 'closed' })).toBe('applied');
    expect(await life.stored(card.cardId)).toMatchObject({ issuerStatus: 'closed' });
    expect(await life.timerOf(card.cardId)).toBe(false);
  });
});
