import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getDelivery } from '../../../../functions/cards/get-delivery/declaration.ts';
import { wire } from '../../../../functions/cards/get-delivery/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TestCaller } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld } from '../given-cards.ts';
import { givenCard, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';
import { deliveryOf, givenLinked, givenOrder, happens, orderTasks } from '../given-orders.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

const get = (cardId: string, as: TestCaller = { tenant: world.tenant }) =>
  call(handler, getDelivery, {
    as,
    params: { cardId },
    ...('customer' in as ? { surface: 'customer' } : {}),
    idempotencyKey: null,
  });

const words = (delivery: { events: readonly { status: string }[] }) => delivery.events.map(({ status }) => status);

describe('getDelivery', () => {
  itRefusesBadRequests({
    declaration: getDelivery,
    handler: () => handler,
    valid: async () => ({ as: { tenant: world.tenant }, params: { cardId: (await givenOrder(world)).cardId } }),
  });

  it('AL-22 does not apply to a virtual card', async () => {
    const { cardId } = await givenCard(world, await givenHolder(world));
    const { status, body } = await get(cardId);
    expect([status, body]).toEqual([
      200,
      { cardId, status: 'not_applicable', pinMailer: { status: 'not_applicable' }, events: [] },
    ]);
  });

  it('AL-23 AL-24 tells every step from the order to the arrival, with carrier and tracking number', async () => {
    const order = await givenOrder(world);
    expect(await deliveryOf(world, order.cardId)).toMatchObject({ status: 'ordered', events: [] });
    await orderTasks(world).place(order);
    await happens(world, order, 'in_production');
    await happens(world, order, 'produced');
    await orderTasks(world).link(order);
    await happens(world, order, { status: 'shipped', carrier: 'Blue Dart', trackingNumber: 'BD-1' });
    await happens(world, order, 'in_transit');
    expect((await deliveryOf(world, order.cardId)).status).toBe('in_transit');
    await happens(world, order, 'delivered');
    const delivery = await deliveryOf(world, order.cardId);
    expect(delivery.status).toBe('delivered');
    const steps = ['ordered', 'in_production', 'produced', 'shipped', 'in_transit', 'delivered'];
    expect(words(delivery)).toEqual(steps);
    expect(delivery.events[3]).toMatchObject({
      ...{ item: 'card', layer: 'shipment', carrier: 'Blue Dart', trackingNumber: 'BD-1' },
    });
    expect(delivery.events.map(({ layer }) => layer)).toEqual([
      ...['order', 'order', 'order', 'shipment', 'carrier', 'carrier'],
    ]);
  });

  it('AL-24 tells nobody address and tracking number by event', async () => {
    const order = await givenLinked(world);
    await happens(world, order, { status: 'delivered', trackingNumber: 'SECRET-TRACK' });
    const records = await recordsOf(world.platform, order.orderId);
    expect(records.map(({ data }) => String(data)).join()).not.toMatch(/SECRET-TRACK|Residency/u);
    expect(records.at(-1)?.['type']).toBe('delivery.delivered');
  });

  it('AL-26 keeps a word that is not known, and shows it as it came', async () => {
    const order = await givenLinked(world);
    await happens(world, order, 'held at customs');
    const delivery = await deliveryOf(world, order.cardId);
    expect(delivery.events.at(-1)).toMatchObject({ status: 'unknown', raw: 'held at customs', layer: 'carrier' });
    expect(delivery.status).toBe('unknown');
    await happens(world, order, 'processed_for_delivery');
    const after = await deliveryOf(world, order.cardId);
    expect(after.status).toBe('in_transit');
    expect(after.events.at(-1)).toMatchObject({ status: 'in_transit', raw: 'processed_for_delivery' });
    expect(words(after)).toContain('unknown');
  });

  it('AL-24 follows the PIN mailer apart from the plastic', async () => {
    const order = await givenLinked(world);
    await happens(world, order, { status: 'delivered', item: 'pin_mailer' });
    const delivery = await deliveryOf(world, order.cardId);
    expect([delivery.status, delivery.pinMailer.status]).toEqual(['produced', 'delivered']);
    await happens(world, order, 'shipped');
    const after = await deliveryOf(world, order.cardId);
    expect([after.status, after.pinMailer.status]).toEqual(['shipped', 'delivered']);
  });

  it('a customer sees its own card’s, and nobody else’s', async () => {
    const order = await givenOrder(world);
    const { cardId } = await givenCard(world, await givenHolder(world));
    const own: TestCaller = { customer: order.customerId, of: world.tenant };
    expect((await get(order.cardId, own)).status).toBe(200);
    const stranger: TestCaller = { customer: (await givenHolder(world)).customerId, of: world.tenant };
    for (const id of [order.cardId, cardId]) {
      const { status, body } = await get(id, stranger);
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
  });

  it('M-33 knows neither unknown cards nor another tenant’s', async () => {
    const { tenant } = await givenProgram(world.platform);
    const foreign = await givenCard(world, await givenHolder(world, { tenant }), tenant);
    for (const id of [world.platform.ids.next('crd', world.tenant), foreign.cardId, 'crd_1']) {
      const { status, body } = await get(id);
      expect([status, body.code]).toEqual([404, 'card_not_found']);
    }
  });
});
