import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liftLock } from '../../../../functions/cards/card-locking.ts';
import { unlockCard } from '../../../../functions/cards/unlock-card/declaration.ts';
import { wire } from '../../../../functions/cards/unlock-card/handler.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import type { CardLife } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife();
});
afterAll(() => life.stop());

const locked = async (...codes: readonly number[]) => {
  const card = await life.card();
  for (const code of codes) await life.lock(card.cardId, code);
  return card;
};

const unlock = (cardId: string, as = life.staff(), request = {}) => life.act('unlock', cardId, { as, ...request });

describe('unlockCard', () => {
  itRefusesBadRequests({
    declaration: unlockCard,
    handler: () => wire(life.platform),
    valid: async () => {
      const { cardId } = await life.card();
      await life.lock(cardId, 3, life.server);
      return { as: life.server, params: { cardId } };
    },
  });

  it.each([3, 4, 6, 7])('AN-45 AN-46 AN-48 AN-49 staff lift code %i, here and at the issuer', async (code) => {
    const card = await locked(code);
    const { status, body } = await unlock(card.cardId);
    expect([status, body.status, body.locks]).toEqual([200, 'active', []]);
    expect(await life.onBalance(card)).toEqual({ status: 'active', lock: undefined });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'active' });
    expect(await life.stored(card.cardId)).toMatchObject({ requestedStatus: 'active', issuerStatus: 'active' });
  });

  it.each([1, 2, 5, 8])('AN-52 AN-66 I23 code %i is lifted by nobody', async (code) => {
    const card = await locked(code);
    for (const as of [life.staff(), life.server, life.holder(card)]) {
      const { status, body } = await unlock(card.cardId, as);
      expect([status, body.code]).toEqual([409, 'lock_irreversible']);
    }
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: code });
  });

  it.each([4, 6, 7])('D-04 neither holder nor tenant lifts code %i', async (code) => {
    const card = await locked(code);
    for (const as of [life.server, life.holder(card)]) {
      const { status, body } = await unlock(card.cardId, as);
      expect([status, body.code]).toEqual([403, 'forbidden_role']);
    }
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended' });
  });

  it('D-05 who froze a card thaws it, and staff; nobody else', async () => {
    const card = await life.card();
    const holder = life.holder(card);
    await life.lock(card.cardId, 3, holder);
    expect((await unlock(card.cardId, life.server)).body.code).toBe('forbidden_role');
    expect((await unlock(card.cardId, holder)).body.status).toBe('active');
    await life.lock(card.cardId, 3, life.server);
    expect((await unlock(card.cardId, holder)).body.code).toBe('forbidden_role');
    expect((await unlock(card.cardId, life.server)).body.status).toBe('active');
  });

  it('lifts what the caller may lift, and says by which locks the card is still locked', async () => {
    const card = await life.card();
    await life.lock(card.cardId, 3, life.server);
    await life.lock(card.cardId, 7);
    const { status, body } = await unlock(card.cardId, life.server);
    expect([status, body.status]).toEqual([200, 'locked']);
    expect(body.locks).toMatchObject([{ code: 7 }]);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 7 });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended' });
  });

  it('AN-52 refuses a card that is not locked', async () => {
    const { cardId } = await life.card();
    const { status, body } = await unlock(cardId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('I4 answers a repeat with the first answer, and lifts no lock that was set since', async () => {
    const { cardId } = await locked(3);
    const idempotencyKey = randomUUID();
    const first = await unlock(cardId, life.staff(), { idempotencyKey });
    await life.lock(cardId, 3);
    const repeat = await unlock(cardId, life.staff(), { idempotencyKey });
    expect([repeat.status, repeat.body, repeat.headers['idempotent-replayed']]).toEqual([200, first.body, 'true']);
    expect((await life.stored(cardId)).status).toBe('locked');
  });

  it.each(['unreachable', 'silent after commit'] as const)(
    'changes nothing while the issuer is %s, and the same key again opens the card',
    async (fault) => {
      const card = await locked(3);
      const idempotencyKey = randomUUID();
      const { status, body } = await unlock(card.cardId, life.staff(), { idempotencyKey, on: life.failing(fault) });
      expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
      expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 3 });
      const again = await unlock(card.cardId, life.staff(), { idempotencyKey });
      expect([again.status, again.body.status]).toEqual([200, 'active']);
      expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'active' });
    },
  );

  it('AL-14 an issuer that has closed the card refuses, and its word is stored', async () => {
    const card = await locked(3);
    await life.issuerChanges(card.cardId, 'closed', 'lost');
    const { status, body } = await unlock(card.cardId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect(await life.stored(card.cardId)).toMatchObject({ status: 'closed', issuerStatus: 'closed' });
    expect((await life.onBalance(card)).status).toBe('closed');
  });

  it('two at once open the card once', async () => {
    const { cardId } = await locked(3);
    const answers = await Promise.all([unlock(cardId), unlock(cardId)]);
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses[0]).toBe(200);
    expect([200, 409]).toContain(statuses[1]);
    expect(await life.stored(cardId)).toMatchObject({ status: 'active', locks: [] });
  });

  it('D-04 AN-66 a suspension for fraud is not lifted with the holder’s own lock while its webhook is under way', async () => {
    const card = await life.card();
    const holder = life.holder(card);
    await life.lock(card.cardId, 3, holder);
    await life.issuerChanges(card.cardId, 'suspended', 'suspectedFraud');
    const { status, body } = await unlock(card.cardId, holder);
    expect([status, body.status, body.locks]).toMatchObject([200, 'locked', [{ code: 7, origin: 'network' }]]);
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 7 });
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended' });
    expect((await unlock(card.cardId, holder)).body.code).toBe('forbidden_role');
    expect((await unlock(card.cardId)).body.status).toBe('active');
  });

  it('AN-48 D-04 a new PIN opens no card that was suspended for fraud meanwhile', async () => {
    const { cardId } = await locked(6);
    await life.issuerChanges(cardId, 'suspended', 'suspectedFraud');
    const card = await liftLock(life.dependencies(), await life.contextOf(), { cardId, code: 6 });
    expect([card.status, card.locks]).toMatchObject(['locked', [{ code: 7, origin: 'network' }]]);
    expect(await life.atIssuer(cardId)).toMatchObject({ issuerStatus: 'suspended' });
  });

  it('AN-66 the network lifts what it locked, and nothing of ours', async () => {
    const { cardId } = await life.card();
    await life.tell(cardId, { status: 'suspended', reason: 'suspectedFraud' });
    await life.lock(cardId, 4);
    expect((await life.stored(cardId)).locks).toMatchObject([
      { code: 7, origin: 'network' },
      { code: 4, origin: 'operator' },
    ]);
    await life.tell(cardId, { status: 'active' });
    expect(await life.stored(cardId)).toMatchObject({ status: 'locked', locks: [{ code: 4 }] });
  });

  it('AL-15 the issuer tells of what it was asked for before its answer is stored: the card is unlocked all the same', async () => {
    const card = await life.card();
    await life.issuerChanges(card.cardId, 'suspended', 'suspectedFraud');
    await life.tell(card.cardId, { status: 'suspended', reason: 'suspectedFraud' });
    const on = life.hearingFirst(card.cardId, { status: 'active' });
    const { status, body } = await unlock(card.cardId, life.staff(), { on });
    expect([status, body.status, body.locks]).toEqual([200, 'active', []]);
    expect(await life.onBalance(card)).toEqual({ status: 'active', lock: undefined });
    const { body: history } = await life.act('history', card.cardId);
    expect(history.data).toMatchObject([
      { from: 'requested', to: 'active' },
      { from: 'active', to: 'locked', origin: 'network' },
      { from: 'locked', to: 'active', origin: 'operator' },
    ]);
  });

  it('AN-48 a new PIN lifts code 6 for the platform, and no other code', async () => {
    const { cardId } = await locked(6);
    const context = await life.contextOf();
    expect(await liftLock(life.dependencies(), context, { cardId, code: 6 })).toMatchObject({ status: 'active' });
    expect(await liftLock(life.dependencies(), context, { cardId, code: 6 })).toMatchObject({ status: 'active' });
    await life.lock(cardId, 7);
    await expect(liftLock(life.dependencies(), context, { cardId, code: 7 })).rejects.toMatchObject({
      code: 'forbidden_role',
    });
  });

  it('knows neither an unknown card nor one of another tenant or customer', async () => {
    const { cardId } = await locked(3);
    const foreign = await unlock(cardId, { tenant: await life.platform.tenant() });
    const stranger = await unlock(cardId, life.holder(await life.card()));
    const unknown = await unlock(life.platform.ids.next('crd', life.tenant));
    for (const { status, body } of [foreign, stranger, unknown]) {
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
  });
});
