import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toEpochSeconds } from '../../../../functions/kernel/time/clock.ts';
import { clockItem, clockKey } from '../../../../functions/kernel/time/tenant-clock.ts';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import type { OrderIds } from '../given-orders.ts';
import { deliveryOf, givenOrder, happens, orderTasks, play, storedOrder, take, toldOf } from '../given-orders.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const typesOf = async ({ orderId }: OrderIds) => (await recordsOf(world.platform, orderId)).map(({ type }) => type);

/** Fires the timer some hours after the order was placed, by the tenant's clock. */
const advance = async (order: OrderIds, hours: number): Promise<void> => {
  const { createdAt } = await storedOrder(world, order.cardId);
  const due = toEpochSeconds(createdAt) + hours * 3_600;
  const offsetSeconds = due - toEpochSeconds(world.platform.clock.now());
  const item = clockItem.encode(clockKey(world.tenant), { offsetSeconds });
  await world.platform.table.write({ kind: 'put', item });
  await orderTasks(world).check(order);
};

const placed = async () => {
  const order = await givenOrder(world);
  await orderTasks(world).place(order);
  return order;
};

describe('checkCardOrder', () => {
  it('AN-61 pulls a report that never came by itself, and takes it over', async () => {
    const order = await placed();
    await play(world, order.cardId, { status: 'produced' });
    expect((await storedOrder(world, order.cardId)).status).toBe('placed');
    await advance(order, 49);
    expect(await storedOrder(world, order.cardId)).toMatchObject({ status: 'produced', delivery: 'produced' });
    await happens(world, order, 'shipped');
    for (const webhook of toldOf(world, order.orderId)) await take(world, webhook);
    const { events } = await deliveryOf(world, order.cardId);
    expect(events.filter(({ status }: { status: string }) => status === 'produced')).toHaveLength(1);
    const produced = (await typesOf(order)).filter((type) => type === 'card_order.produced');
    expect(produced).toHaveLength(1);
  });

  it('AN-58 tells of a delay once, and looks again every day', async () => {
    const order = await placed();
    for (const hours of [49, 49, 73]) await advance(order, hours);
    expect((await typesOf(order)).filter((type) => type === 'card_order.delayed')).toHaveLength(1);
    const timers = (await world.platform.items('timer')).filter((item) => item['key'] === order.orderId);
    expect(timers).toHaveLength(1);
    expect(await storedOrder(world, order.cardId)).toMatchObject({ status: 'placed' });
  });

  it('takes a rejection over', async () => {
    const order = await placed();
    await play(world, order.cardId, { status: 'rejected' });
    await advance(order, 49);
    expect(await storedOrder(world, order.cardId)).toMatchObject({
      status: 'failed',
      failureCode: 'personalization_rejected',
    });
  });

  it('fails before its time, so that it is fired again', async () => {
    const order = await placed();
    await expect(advance(order, 47)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(await typesOf(order)).not.toContain('card_order.delayed');
  });

  it('needs nothing when it fires late, twice, or for an order that is over or another one', async () => {
    const order = await placed();
    await happens(world, order, 'produced');
    const before = await typesOf(order);
    await advance(order, 49);
    await advance(order, 72);
    const unknown = { ...order, orderId: world.platform.ids.next('ord', world.tenant) };
    await advance(unknown, 49);
    expect(await typesOf(order)).toEqual(before);
  });
});
