import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import { givenConversion, givenLinked, givenOrder, happens, orderTasks, storedOrder } from '../given-orders.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const typesOf = async (orderId: string) => (await recordsOf(world.platform, orderId)).map(({ type }) => type);

describe('failCardOrder', () => {
  it.each([
    ['issuer_refused', 'issuer_refused'],
    ['States.Timeout', 'timed_out'],
    ['TypeError', 'internal_error'],
  ])('I13 marks the order with the code of %s, once, and forgets the address', async (error, failureCode) => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    await Promise.all([orderTasks(world).fail(order, error), orderTasks(world).fail(order, error)]);
    const stored = await storedOrder(world, order.cardId);
    expect(stored).toMatchObject({ status: 'failed', failureCode });
    expect(stored.deliveryAddress).toBeUndefined();
    expect((await typesOf(order.orderId)).filter((type) => type === 'card.failed')).toHaveLength(1);
    expect((await world.platform.items('timer')).filter((item) => item['key'] === order.orderId)).toEqual([]);
  });

  it('leaves a rejected order as it is', async () => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    await happens(world, order, 'rejected');
    const before = await storedOrder(world, order.cardId);
    await orderTasks(world).fail(order, 'personalization_rejected');
    expect(await storedOrder(world, order.cardId)).toEqual(before);
    expect(before).toMatchObject({ status: 'failed', failureCode: 'personalization_rejected', delivery: 'rejected' });
  });

  it('D-06 says of a card that works on only that its plastic failed', async () => {
    const order = await givenConversion(world);
    await orderTasks(world).fail(order, 'issuer_refused');
    expect(await typesOf(order.orderId)).toEqual(['card.plastic_requested', 'card.plastic_failed']);
  });

  it('cannot undo a link', async () => {
    const order = await givenLinked(world);
    await orderTasks(world).fail(order, 'internal_error');
    expect((await storedOrder(world, order.cardId)).status).toBe('linked');
  });
});
