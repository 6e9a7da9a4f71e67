import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardWorld } from './given-cards.ts';
import { givenCard, givenHolder, recordsOf, startCardWorld } from './given-cards.ts';
import type { OrderIds } from './given-orders.ts';
import {
  deliveryOf,
  givenConversion,
  givenOrder,
  orderTasks,
  play,
  storedOrder,
  take,
  toldOf,
} from './given-orders.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const typesOf = async ({ orderId }: OrderIds) => (await recordsOf(world.platform, orderId)).map(({ type }) => type);

describe('what the issuer tells of an order', () => {
  it('AL-24 I3 repeats and other orders of arrival end in the same delivery', async () => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    for (const [day, status] of ['delivered', 'delivery_issue', 'returned'].entries()) {
      await play(world, order.cardId, { status, at: `2026-11-2${day}T10:00:00Z` });
    }
    const told = toldOf(world, order.orderId);
    const sent = told.map(({ body }) => String(body.data['status']));
    expect(sent).toEqual(['produced', 'shipped', 'delivered', 'delivery_issue', 'returning', 'returned']);
    for (const webhook of [...told.toReversed(), ...told]) expect(await take(world, webhook)).toBe(true);
    const { status, events } = await deliveryOf(world, order.cardId);
    expect(status).toBe('returned');
    expect(events).toHaveLength(told.length + 1);
    expect((await storedOrder(world, order.cardId)).status).toBe('produced');
  });

  it('I3 takes many words at once, each once', async () => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    await play(world, order.cardId, { status: 'delivered' });
    const told = toldOf(world, order.orderId);
    await Promise.all([...told, ...told].map((webhook) => take(world, webhook)));
    for (const webhook of told) await take(world, webhook);
    expect((await deliveryOf(world, order.cardId)).events).toHaveLength(told.length + 1);
    const records = await recordsOf(world.platform, order.orderId);
    expect(records.map(({ sequence }) => Number(sequence))).toEqual(records.map((_record, place) => place + 1));
  });

  it('AL-05 an issuer may speak of the order by its own id of it', async () => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    await play(world, order.cardId, { status: 'produced' });
    const [told] = toldOf(world, order.orderId);
    const { externalId } = await storedOrder(world, order.cardId);
    if (told === undefined || externalId === undefined) throw new Error('nothing was told');
    expect(await take(world, { ...told, body: { ...told.body, reference: externalId } })).toBe(true);
    expect((await storedOrder(world, order.cardId)).status).toBe('produced');
  });

  it('the carrier’s own id counts where two events of the issuer tell the same scan', async () => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    await play(world, order.cardId, { status: 'shipped' });
    const [, shipped] = toldOf(world, order.orderId);
    if (shipped === undefined) throw new Error('nothing was shipped');
    const scan = { ...shipped, body: { ...shipped.body, data: { ...shipped.body.data, eventId: 'scan-1' } } };
    await take(world, scan);
    await take(world, { ...scan, headers: { 'x-event-id': 'another-event' } });
    const { events } = await deliveryOf(world, order.cardId);
    expect(events.filter(({ eventId }) => eventId === 'scan-1')).toHaveLength(1);
    expect(events).toHaveLength(2);
  });

  it('I13 a rejection ends the order with its reason, and the customer may order again', async () => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    await play(world, order.cardId, { status: 'rejected' });
    for (const webhook of toldOf(world, order.orderId)) await take(world, webhook);
    const stored = await storedOrder(world, order.cardId);
    expect(stored).toMatchObject({ status: 'failed', failureCode: 'personalization_rejected', delivery: 'rejected' });
    expect(stored.deliveryAddress).toBeUndefined();
    expect((await typesOf(order)).at(-1)).toBe('card.failed');
    expect((await givenOrder(world)).cardId).not.toBe(order.cardId);
  });

  it('D-06 says of a card that works on only that its plastic failed', async () => {
    const order = await givenConversion(world);
    await orderTasks(world).place(order);
    await play(world, order.cardId, { status: 'rejected' });
    for (const webhook of toldOf(world, order.orderId)) await take(world, webhook);
    expect((await typesOf(order)).at(-1)).toBe('card.plastic_failed');
  });

  it('does not take what does not fit, and does not know orders that nobody placed', async () => {
    const order = await givenOrder(world);
    await play(world, order.cardId, { status: 'produced' });
    const [told] = toldOf(world, order.orderId);
    if (told === undefined) throw new Error('nothing was told');
    const strange = { ...told, body: { ...told.body, type: 'card.delivery', data: { status: '' } } };
    expect(await take(world, { ...strange, headers: { 'x-event-id': 'strange' } })).toBe(true);
    expect((await deliveryOf(world, order.cardId)).events).toEqual([]);
    const { cardId } = await givenCard(world, await givenHolder(world));
    const unknown = { ...told, body: { ...told.body, reference: cardId } };
    expect(await take(world, { ...unknown, headers: { 'x-event-id': 'unknown' } })).toBe(false);
  });
});
