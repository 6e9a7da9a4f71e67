import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordsOf } from '../given-cards.ts';
import type { CardLife } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';

let life: CardLife;

beforeAll(async () => {
  life = await startCardLife();
});
afterAll(() => life.stop());

const driftsOf = async (cardId: string) =>
  (await recordsOf(life.platform, cardId))
    .filter(({ type }) => String(type).startsWith('card.drift_'))
    .map(({ type, data }) => [type, JSON.parse(String(data)) as Record<string, unknown>] as const);

describe('checkCardDrift', () => {
  it('D-02 finds nothing where the issuer follows, and writes nothing', async () => {
    const { cardId } = await life.card();
    await life.lock(cardId, 3);
    const before = await life.stored(cardId);
    await life.checkDrift(cardId);
    expect(await life.stored(cardId)).toEqual(before);
  });

  it('AL-15 D-02 takes over a suspension whose webhook never came', async () => {
    const card = await life.card();
    await life.issuerChanges(card.cardId, 'suspended', 'suspectedFraud');
    await life.checkDrift(card.cardId);
    expect(await life.stored(card.cardId)).toMatchObject({
      status: 'locked',
      issuerStatus: 'suspended',
      locks: [{ code: 7, origin: 'network' }],
    });
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 7 });
    expect(await driftsOf(card.cardId)).toMatchObject([
      ['card.drift_detected', { believed: 'active', issuerStatus: 'suspended' }],
      ['card.drift_healed', { by: 'issuer_followed' }],
    ]);
  });

  it('D-02 an issuer that opened what is locked here is asked to shut it again', async () => {
    const card = await life.card();
    await life.lock(card.cardId, 1);
    await life.issuerChanges(card.cardId, 'active');
    const opened = await life.atIssuer(card.cardId);
    await life.tell(card.cardId, { status: 'active', at: opened.at });
    expect(await life.stored(card.cardId)).toMatchObject({ status: 'locked', issuerStatus: 'active' });
    expect(await life.onBalance(card)).toEqual({ status: 'locked', lock: 1 });
    expect(await life.timerOf(card.cardId)).toBe(true);
    await life.checkDrift(card.cardId);
    expect(await life.atIssuer(card.cardId)).toMatchObject({ issuerStatus: 'suspended', reason: 'lost' });
    expect(await driftsOf(card.cardId)).toMatchObject([
      ['card.drift_detected', { requestedStatus: 'locked', issuerStatus: 'active' }],
      ['card.drift_healed', { by: 'issuer_corrected' }],
    ]);
    expect(await life.timerOf(card.cardId)).toBe(false);
  });

  it('I3 while the issuer is silent it fails, to be fired again, and notes the drift once', async () => {
    const card = await life.card();
    await life.act('lock', card.cardId, { on: life.failing('unreachable'), body: { reasonCode: 3 } });
    await expect(life.checkDrift(card.cardId, life.failing('unreachable'))).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
    expect(await life.timerOf(card.cardId)).toBe(true);
    await life.checkDrift(card.cardId);
    await life.checkDrift(card.cardId);
    expect((await driftsOf(card.cardId)).map(([type]) => type)).toEqual(['card.drift_detected', 'card.drift_healed']);
  });

  it('leaves a card that is gone alone', async () => {
    await expect(life.checkDrift(life.platform.ids.next('crd', life.tenant))).resolves.toBeUndefined();
  });
});
