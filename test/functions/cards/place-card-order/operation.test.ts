import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toEpochSeconds } from '../../../../functions/kernel/time/clock.ts';
import type { CardWorld } from '../given-cards.ts';
import { givenCard, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';
import type { OrderIds } from '../given-orders.ts';
import {
  answersTo,
  givenConversion,
  givenOrder,
  happens,
  orderTasks,
  plasticsOf,
  play,
  resumeOrder,
  storedOrder,
  take,
  toldOf,
} from '../given-orders.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const tokenOf = ({ orderId }: OrderIds): string => `token of ${orderId}`;

const timersOf = async ({ orderId }: OrderIds) =>
  (await world.platform.items('timer')).filter((item) => item['key'] === orderId);

describe('placeCardOrder', () => {
  it('AN-58 AL-05 orders at the issuer, notes its id, waits, and has the report pulled after 48 hours', async () => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    const [plastic] = await plasticsOf(world, order.orderId);
    const stored = await storedOrder(world, order.cardId);
    expect(stored).toMatchObject({ status: 'placed', delivery: 'ordered', externalId: plastic?.['plasticId'] });
    expect(answersTo(world, tokenOf(order))).toEqual([]);
    const [timer] = await timersOf(order);
    expect(timer).toMatchObject({ operation: 'checkCardOrder' });
    const due = Number(timer?.['fireAtEpochSeconds']) - toEpochSeconds(stored.createdAt);
    expect(due).toBe(48 * 3_600);
  });

  it('keeps no address at the issuer’s twin, in the timer or in a record', async () => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    const kept = [
      ...(await plasticsOf(world, order.orderId)),
      ...(await timersOf(order)),
      ...(await recordsOf(world.platform, order.orderId)),
    ];
    const text = JSON.stringify(kept, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
    expect(text).not.toMatch(/Residency|Bengaluru|560025/u);
  });

  it('I3 run again, also at once, it places one order', async () => {
    const order = await givenOrder(world);
    await Promise.all([orderTasks(world).place(order), orderTasks(world).place(order)]);
    await orderTasks(world).place(order);
    expect(await plasticsOf(world, order.orderId)).toHaveLength(1);
    const types = (await recordsOf(world.platform, order.orderId)).map(({ type }) => type);
    expect(types).toEqual(['card.requested', 'card_order.placed', 'delivery.reported']);
  });

  it('I5 adopts the order that the issuer has taken when its answer got lost', async () => {
    const order = await givenOrder(world);
    const deaf = world.reaching(async (url, init) => {
      const answer = await world.platform.fetch(url, init);
      if (init.method === 'GET') return answer;
      throw new TypeError('fetch failed');
    });
    const failed = orderTasks(world, deaf).place(order);
    await expect(failed).rejects.toMatchObject({ name: 'temporarily_unavailable' });
    const [plastic] = await plasticsOf(world, order.orderId);
    expect((await storedOrder(world, order.cardId)).externalId).toBeUndefined();
    await orderTasks(world).place(order);
    expect((await storedOrder(world, order.cardId)).externalId).toBe(plastic?.['plasticId']);
  });

  it('answers its token at once when the report came before the order was placed', async () => {
    const order = await givenOrder(world);
    await happens(world, order, 'produced');
    expect((await storedOrder(world, order.cardId)).status).toBe('produced');
    await orderTasks(world).place(order);
    expect(answersTo(world, tokenOf(order))).toEqual(['succeeded']);
    expect((await storedOrder(world, order.cardId)).externalId).toMatch(/^pl_/u);
    expect(await timersOf(order)).toEqual([]);
    await orderTasks(world).link(order);
    expect((await storedOrder(world, order.cardId)).status).toBe('linked');
  });

  it('answers its token when the report comes between the order and the token', async () => {
    const order = await givenOrder(world);
    await play(world, order.cardId, { status: 'produced' });
    const [told] = toldOf(world, order.orderId);
    // The webhook is taken while the issuer's answer is still on its way.
    const overtaken = world.reaching(async (url, init) => {
      const answer = await world.platform.fetch(url, init);
      if (told !== undefined) await take(world, told);
      return answer;
    });
    await orderTasks(world, overtaken).place(order);
    expect(answersTo(world, tokenOf(order))).toEqual(['succeeded']);
  });

  it('tells the workflow of a rejection by its name', async () => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    await happens(world, order, 'rejected');
    await resumeOrder(world, 'card.failed', order);
    expect(answersTo(world, tokenOf(order))).toEqual(['personalization_rejected']);
  });

  it('D-06 refuses a plastic for a card that was closed meanwhile', async () => {
    const order = await givenConversion(world);
    const key = { pk: `T#${world.tenant.tenantId}#CARD#${order.cardId}`, sk: 'CARD' };
    const update = { text: 'SET #status = :closed', names: { '#status': 'status' }, values: { ':closed': 'closed' } };
    await world.platform.table.write({ kind: 'update', key, update });
    await expect(orderTasks(world).place(order)).rejects.toMatchObject({ name: 'invalid_state' });
    expect(await plasticsOf(world, order.orderId)).toEqual([]);
  });

  it('M-33 knows no order of a card that has none', async () => {
    const { cardId } = await givenCard(world, await givenHolder(world));
    const unknown = { cardId, orderId: world.platform.ids.next('ord', world.tenant) };
    await expect(orderTasks(world).place(unknown)).rejects.toMatchObject({ name: 'card_order_not_found' });
  });
});
