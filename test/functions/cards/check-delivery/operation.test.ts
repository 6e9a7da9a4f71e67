import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { toEpochSeconds } from '../../../../functions/kernel/time/clock.ts';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import type { OrderIds } from '../given-orders.ts';
import { deliveryOf, givenLinked, happens, orderTasks, setClock, storedOrder } from '../given-orders.ts';

let world: CardWorld;
const worlds: CardWorld[] = [];

// The tenant's clock is the world's: each test begins in the present.
beforeEach(async () => {
  world = await startCardWorld();
  worlds.push(world);
});
afterAll(() => Promise.all(worlds.map((each) => each.stop())));

const typesOf = async ({ orderId }: OrderIds) => (await recordsOf(world.platform, orderId)).map(({ type }) => type);

const overdue = async (order: OrderIds) => (await typesOf(order)).filter((type) => type === 'card.delivery_overdue');

const timersOf = async ({ orderId }: OrderIds) =>
  (await world.platform.items('timer')).filter(
    (item) => item['key'] === orderId && item['operation'] === 'checkDelivery',
  );

/** Fires the timer so many days after the order. */
const lookAfter = async (order: OrderIds, days: number): Promise<void> => {
  const { createdAt } = await storedOrder(world, order.cardId);
  await setClock(world, createdAt, days * 24);
  await orderTasks(world).checkDelivery(order);
};

describe('checkDelivery', () => {
  it('tells of a plastic that is not there ten days after the link, then weekly, four times in all', async () => {
    const order = await givenLinked(world);
    const [timer] = await timersOf(order);
    const { createdAt } = await storedOrder(world, order.cardId);
    const due = Number(timer?.['fireAtEpochSeconds']) - toEpochSeconds(createdAt);
    expect(Math.round(due / 86_400)).toBe(10);
    for (const [told, days] of [11, 18.1, 25.2, 32.3].entries()) {
      await lookAfter(order, days);
      expect(await overdue(order)).toHaveLength(told + 1);
    }
    expect((await storedOrder(world, order.cardId)).deliveryAddress).toBeDefined();
    await lookAfter(order, 63);
    expect((await typesOf(order)).slice(-2)).toEqual(['card.delivery_overdue', 'delivery.closed']);
    expect(await storedOrder(world, order.cardId)).not.toHaveProperty('deliveryAddress');
    await lookAfter(order, 90);
    expect((await typesOf(order)).at(-1)).toBe('delivery.closed');
  });

  it('says which card and which reminder, and no address', async () => {
    const order = await givenLinked(world);
    await lookAfter(order, 11);
    const record = (await recordsOf(world.platform, order.orderId)).at(-1);
    const data: unknown = JSON.parse(String(record?.['data']));
    expect(data).toMatchObject({ cardId: order.cardId, delivery: 'produced', reminders: 1 });
    expect(JSON.stringify(data)).not.toMatch(/Residency|560025/u);
  });

  it.each(['delivered', 'returned'])(
    'says nothing of one that was %s, and forgets its address after a month',
    async (end) => {
      const order = await givenLinked(world);
      await happens(world, order, end);
      await expect(lookAfter(order, 11)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
      expect((await storedOrder(world, order.cardId)).deliveryAddress).toBeDefined();
      await lookAfter(order, 31);
      expect(await overdue(order)).toEqual([]);
      expect((await typesOf(order)).at(-1)).toBe('delivery.closed');
      expect(await storedOrder(world, order.cardId)).not.toHaveProperty('deliveryAddress');
      expect((await deliveryOf(world, order.cardId)).status).toBe(end);
    },
  );

  it('follows one that turned out not to be delivered', async () => {
    const order = await givenLinked(world);
    await happens(world, order, 'delivered');
    const later = Temporal.Now.instant().add({ hours: 1 }).toString({ fractionalSecondDigits: 3 });
    await happens(world, order, { status: 'delivery_issue', at: later });
    await lookAfter(order, 31);
    expect(await overdue(order)).toHaveLength(1);
  });

  it('I3 tells it once when it fires again, or twice at once', async () => {
    const order = await givenLinked(world);
    await lookAfter(order, 11);
    await expect(lookAfter(order, 11)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    await setClock(world, (await storedOrder(world, order.cardId)).createdAt, 19 * 24);
    await Promise.allSettled([orderTasks(world).checkDelivery(order), orderTasks(world).checkDelivery(order)]);
    expect(await overdue(order)).toHaveLength(2);
    expect(await timersOf(order)).toHaveLength(1);
  });

  it('fails before its time, and needs nothing for an order that another one has replaced', async () => {
    const order = await givenLinked(world);
    await expect(lookAfter(order, 9)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    const before = await typesOf(order);
    await setClock(world, (await storedOrder(world, order.cardId)).createdAt, 11 * 24);
    await orderTasks(world).checkDelivery({ ...order, orderId: world.platform.ids.next('ord', world.tenant) });
    expect(await typesOf(order)).toEqual(before);
  });
});
