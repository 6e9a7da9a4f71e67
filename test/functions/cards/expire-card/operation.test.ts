import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../../functions/cards/expire-card/handler.ts';
import { noContext } from '../../../support/trigger.ts';
import { recordsOf } from '../given-cards.ts';
import type { CardLife, LivingCard } from '../card-life.ts';
import { startCardLife } from '../card-life.ts';

let life: CardLife;
let cards: readonly LivingCard[];

beforeAll(async () => {
  life = await startCardLife();
  cards = await Promise.all([1, 2, 3, 4].map(() => life.card()));
});
afterAll(() => life.stop());

const expire = (cardId: string) =>
  wire(life.platform)({ tenantId: life.tenant.tenantId, payload: { cardId } }, noContext);

describe('expireCard', () => {
  it('is set for the end of the last month when a card is made', async () => {
    const [card] = cards;
    const items = await life.platform.items();
    const timer = items.find((item) => item['operation'] === 'expireCard' && item['key'] === card?.cardId);
    expect(timer?.['dueAt']).toBe('2030-12-01T00:00:00.000Z');
  });

  it('asks to be fired again while the card is valid', async () => {
    const [card] = cards;
    await expect(expire(String(card?.cardId))).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  });

  it('ends active and locked cards after their last month, once, and leaves closed ones closed', async () => {
    const [active, locked, closed, removed] = cards as readonly [LivingCard, LivingCard, LivingCard, LivingCard];
    await life.lock(locked.cardId, 1);
    await life.act('close', closed.cardId);
    await life.act('remove', removed.cardId, { as: life.staff() });
    life.platform.clock.advance({ hours: 24 * 365 * 4 + 24 * 40 });
    for (const { cardId } of cards) {
      await expire(cardId);
      await expire(cardId);
    }
    expect(await Promise.all(cards.map(async ({ cardId }) => (await life.stored(cardId)).status))).toEqual([
      'expired',
      'expired',
      'closed',
      'closed',
    ]);
    expect(await life.onBalance(active)).toEqual({ status: 'expired', lock: undefined });
    const records = (await recordsOf(life.platform, active.cardId)).map(({ type }) => type);
    expect(records.filter((type) => type === 'card.expired')).toHaveLength(1);
  });

  it('I23 an expired card is closed and removed, and nothing else', async () => {
    const [active, locked] = cards as readonly [LivingCard, LivingCard];
    for (const operation of ['activate', 'unlock', 'suspend'] as const) {
      expect((await life.act(operation, locked.cardId)).body.code).toBe('invalid_state');
    }
    // The issuer's clock is real here, and takes no request of another year.
    const on = life.failing('unreachable');
    expect((await life.act('close', active.cardId, { on })).body.status).toBe('closed');
    expect((await life.act('remove', locked.cardId, { on, as: life.holder(locked) })).status).toBe(204);
  });
});
