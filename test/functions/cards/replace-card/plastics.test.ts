import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardLife, LivingCard } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';
import { deliveryAddress, givenLinked, happens, orderTasks, storedOrder } from '../given-orders.ts';
import { replacing } from '../given-replacements.ts';

let life: CardLife;
let inactive: CardLife;
let given: ReturnType<typeof replacing>;

beforeAll(async () => {
  life = await startCardLife();
  inactive = await startCardLife({ initialCardState: 'inactive' });
  given = replacing(life);
});
afterAll(async () => {
  await life.stop();
  await inactive.stop();
});

describe('replaceCard with a plastic', () => {
  it('AN-50 M-14 the old card works until the new one is activated, and is locked in that moment', async () => {
    const old = await life.card();
    await given.withControls(old.cardId);
    const ordered = await given.replacedBy(old.cardId, { reason: 'damaged', deliveryAddress });
    expect(ordered).toMatchObject({
      status: 'requested',
      replaces: old.cardId,
      orderId: expect.stringMatching(/^ord_/u),
    });
    expect(await given.shown(ordered.cardId)).toMatchObject({ status: 'requested', replaces: old.cardId });
    await given.linked(ordered);
    const card = { ...old, cardId: ordered.cardId };
    expect(await life.onBalance(old)).toEqual({ status: 'active', lock: undefined });
    expect(await life.onBalance(card)).toEqual({ status: 'inactive', lock: undefined });
    const { status, body } = await life.act('activate', ordered.cardId);
    expect([status, body.status, body.replaces]).toEqual([200, 'active', old.cardId]);
    expect(await life.onBalance(old)).toEqual({ status: 'locked', lock: 8 });
    expect(await life.onBalance(card)).toEqual({ status: 'active', lock: undefined });
    expect(await life.atIssuer(old.cardId)).toMatchObject({ issuerStatus: 'suspended', reason: 'damaged' });
    const stored = await life.stored(ordered.cardId);
    expect(stored).toMatchObject({ type: 'physical', controls: { mcc: { block: ['7995'] } } });
    expect(stored.fingerprint).toBe((await life.stored(old.cardId)).fingerprint);
    expect((await given.shown(old.cardId)).replacedBy).toBe(ordered.cardId);
    expect(await given.typesOf(old.cardId)).toContain('card.replaced');
  });

  it.each(['unreachable', 'silent after commit'] as const)(
    'AN-50 the lock holds although the issuer is %s about it, and the timer tells it',
    async (fault) => {
      const old = await life.card();
      const ordered = await given.replacedBy(old.cardId, { reason: 'damaged', deliveryAddress });
      await given.linked(ordered);
      // The issuer has activated the card and says so by a webhook alone.
      await life.tell(ordered.cardId, { status: 'active' });
      expect(await life.onBalance(old)).toEqual({ status: 'locked', lock: 8 });
      expect(await life.timerOf(old.cardId)).toBe(true);
      await life.checkDrift(old.cardId, life.failing(fault)).catch(() => undefined);
      await life.checkDrift(old.cardId);
      expect(await life.atIssuer(old.cardId)).toMatchObject({ issuerStatus: 'suspended' });
    },
  );

  it('I13 an order that fails leaves the old card as it was, and another one may follow', async () => {
    const old = await life.card();
    const ordered = await given.replacedBy(old.cardId, { reason: 'damaged', deliveryAddress });
    await orderTasks(life).place(ordered);
    await happens(life, ordered, 'rejected');
    expect((await storedOrder(life, ordered.cardId)).status).toBe('failed');
    expect(await given.shown(old.cardId)).toMatchObject({ status: 'active', locks: [] });
    expect((await given.shown(old.cardId)).replacedBy).toBeUndefined();
    expect((await given.replace(old.cardId, { reason: 'damaged' })).status).toBe(202);
  });

  it('a replacement that was replaced before anybody used it leaves both old cards to the next one', async () => {
    const old = await life.card();
    const first = await given.replacedBy(old.cardId, { reason: 'damaged', deliveryAddress });
    await given.linked(first);
    const second = await given.replacedBy(first.cardId, { reason: 'lost', deliveryAddress });
    await given.linked(second);
    expect(await life.onBalance(old)).toEqual({ status: 'active', lock: undefined });
    await life.act('activate', second.cardId);
    expect(await life.onBalance(old)).toEqual({ status: 'locked', lock: 8 });
    expect(await life.onBalance({ ...old, cardId: first.cardId })).toEqual({ status: 'locked', lock: 1 });
    expect((await given.shown(old.cardId)).replacedBy).toBe(first.cardId);
  });

  it('a plastic with the number of a card that was lost on the way stays shut', async () => {
    const old = await life.card();
    const ordered = await given.replacedBy(old.cardId, { reason: 'damaged', deliveryAddress });
    await given.linked(ordered);
    await life.lock(old.cardId, 1);
    const { status, body } = await life.act('activate', ordered.cardId);
    expect([status, body.code]).toEqual([409, 'invalid_state']);
    expect((await life.stored(ordered.cardId)).status).toBe('inactive');
  });

  it('a physical card needs an address, and is left alone without one', async () => {
    const { cardId } = await givenLinked(life);
    const { status, body } = await given.replace(cardId, { reason: 'lost' });
    expect([status, body.code, body.invalidFields[0].path]).toEqual([400, 'validation_failed', 'deliveryAddress']);
    expect(await given.codesOf(cardId)).toEqual([]);
    expect((await given.replace(cardId, { reason: 'lost', deliveryAddress })).status).toBe(202);
    expect(await given.codesOf(cardId)).toEqual([1]);
  });

  it('D-01 a new virtual card that begins inactive takes the place when it is activated', async () => {
    const old: LivingCard = await inactive.card();
    await inactive.act('activate', old.cardId);
    const { body } = await given.replace(
      old.cardId,
      { reason: 'damaged' },
      { on: inactive.platform, as: inactive.server },
    );
    expect(body.status).toBe('inactive');
    expect(await inactive.onBalance(old)).toEqual({ status: 'active', lock: undefined });
    const again = await given.replace(
      old.cardId,
      { reason: 'damaged' },
      { on: inactive.platform, as: inactive.server },
    );
    expect([again.status, again.body.code]).toEqual([409, 'invalid_state']);
    await inactive.act('activate', body.cardId);
    expect(await inactive.onBalance(old)).toEqual({ status: 'locked', lock: 8 });
  });
});
