import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activateCard } from '../../../../functions/cards/activate-card/declaration.ts';
import { wire as wireActivate } from '../../../../functions/cards/activate-card/handler.ts';
import { call } from '../../../support/http-call.ts';
import type { CardWorld } from '../given-cards.ts';
import { startCardWorld } from '../given-cards.ts';
import type { OrderIds } from '../given-orders.ts';
import { answersTo, givenLinked, happens, orderTasks, resumeOrder } from '../given-orders.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const tokenOf = ({ orderId }: OrderIds): string => `delivery token of ${orderId}`;

const givenWaiting = async () => {
  const order = await givenLinked(world);
  await orderTasks(world).wait(order);
  return order;
};

describe('awaitDelivery', () => {
  it('AN-61 waits while the plastic travels, and is answered once when it has arrived', async () => {
    const order = await givenWaiting();
    await happens(world, order, 'in_transit');
    await resumeOrder(world, 'delivery.delivered', order);
    expect(answersTo(world, tokenOf(order))).toEqual([]);
    await happens(world, order, 'delivered');
    for (let time = 0; time < 3; time += 1) await resumeOrder(world, 'delivery.delivered', order);
    expect(answersTo(world, tokenOf(order))).toEqual(['succeeded']);
  });

  it('AN-61 tells the workflow of a plastic that came back by its name, and the card stays usable', async () => {
    const order = await givenWaiting();
    await happens(world, order, 'returned');
    await resumeOrder(world, 'delivery.returned', order);
    expect(answersTo(world, tokenOf(order))).toEqual(['delivery_returned']);
    const { status, body } = await call(wireActivate(world.platform), activateCard, {
      as: { tenant: world.tenant },
      params: { cardId: order.cardId },
    });
    expect([status, body.status]).toEqual([200, 'active']);
  });

  it('answers its token at once when the delivery ended before the token was there', async () => {
    const order = await givenLinked(world);
    await happens(world, order, 'delivered');
    expect(await resumeOrder(world, 'delivery.delivered', order)).toBe(true);
    await orderTasks(world).wait(order);
    expect(answersTo(world, tokenOf(order))).toEqual(['succeeded']);
  });

  it('answers the newest token after the step was tried again, and no late report answers it', async () => {
    const order = await givenWaiting();
    await orderTasks(world).wait(order, 'a later delivery token');
    await resumeOrder(world, 'card_order.produced', order);
    expect(answersTo(world, 'a later delivery token')).toEqual([]);
    await happens(world, order, 'delivered');
    await resumeOrder(world, 'delivery.delivered', order);
    expect([answersTo(world, tokenOf(order)), answersTo(world, 'a later delivery token')]).toEqual([[], ['succeeded']]);
  });

  it('does not wait for a plastic that another one has replaced', async () => {
    const order = await givenLinked(world);
    const earlier = { ...order, orderId: world.platform.ids.next('ord', world.tenant) };
    await orderTasks(world).wait(earlier);
    expect(answersTo(world, tokenOf(earlier))).toEqual(['delivery_lost']);
  });
});
