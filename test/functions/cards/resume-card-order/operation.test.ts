import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardWorld } from '../given-cards.ts';
import { startCardWorld } from '../given-cards.ts';
import { answersTo, givenOrder, happens, orderTasks, resumeOrder } from '../given-orders.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const givenWaiting = async () => {
  const order = await givenOrder(world);
  await orderTasks(world).place(order);
  return { ...order, token: `token of ${order.orderId}` };
};

describe('resumeCardOrder', () => {
  it('AN-61 lets the workflow go on when the plastic is made, once', async () => {
    const order = await givenWaiting();
    await happens(world, order, 'produced');
    for (let time = 0; time < 3; time += 1) {
      expect(await resumeOrder(world, 'card_order.produced', order)).toBe(true);
    }
    expect(answersTo(world, order.token)).toEqual(['succeeded']);
  });

  it('ends it when the order was taken back', async () => {
    const order = await givenWaiting();
    await happens(world, order, 'cancelled');
    await resumeOrder(world, 'card.failed', order);
    expect(answersTo(world, order.token)).toEqual(['card_order_cancelled']);
  });

  it('answers the newest token after the step was tried again', async () => {
    const order = await givenWaiting();
    await orderTasks(world).place(order, 'a later token');
    await happens(world, order, 'produced');
    await resumeOrder(world, 'card_order.produced', order);
    expect([answersTo(world, order.token), answersTo(world, 'a later token')]).toEqual([[], ['succeeded']]);
  });

  it('answers nobody while the personalisation goes on, or where nobody waits', async () => {
    const order = await givenWaiting();
    expect(await resumeOrder(world, 'card_order.produced', order)).toBe(true);
    expect(answersTo(world, order.token)).toEqual([]);
    expect(await resumeOrder(world, 'card_order.produced', await givenOrder(world))).toBe(true);
  });
});
