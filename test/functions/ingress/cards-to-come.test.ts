import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardWorld } from '../cards/given-cards.ts';
import { startCardWorld } from '../cards/given-cards.ts';
import { givenOrder, happens, orderTasks, storedOrder } from '../cards/given-orders.ts';
import { kept, process, statusEvent, storedCard } from './given-issuer-events.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

describe('what the issuer tells of a card that is on order', () => {
  it('AL-23 keeps what is said of a card whose plastic is on order, without effect and without the DLQ', async () => {
    const order = await givenOrder(world);
    const early = () => statusEvent(world.platform, order.orderId, { to: 'inactive', seconds: 1 });
    const unplaced = early();
    expect(await process(world.platform, unplaced)).toBe(true);
    await orderTasks(world).place(order);
    const { externalId } = await storedOrder(world, order.cardId);
    const event = { ...early(), reference: String(externalId) };
    for (let time = 0; time < 2; time += 1) expect(await process(world.platform, event)).toBe(true);
    for (const { eventId } of [unplaced, event]) {
      expect(await kept(world.platform, eventId)).toEqual([expect.objectContaining({ state: 'not_allowed' })]);
    }
    await happens(world, order, 'produced');
    // The link is a matter of seconds: what comes now is newer than what it asks for.
    expect(await process(world.platform, { ...early(), reference: String(externalId) })).toBe(false);
    await orderTasks(world).link(order);
    expect(await storedCard(world.platform, world.tenant, order.cardId)).toMatchObject({ status: 'inactive' });
  });

  it('parks a payment message of a card whose plastic is on order', async () => {
    const order = await givenOrder(world);
    const event = statusEvent(world.platform, order.orderId, { to: 'inactive', seconds: 1 });
    expect(await process(world.platform, { ...event, type: 'card.cleared' })).toBe(false);
  });
});
