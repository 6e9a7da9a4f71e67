import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDeliveryIncident } from '../../../../functions/cards/open-delivery-incident/declaration.ts';
import { wire as wireOpen } from '../../../../functions/cards/open-delivery-incident/handler.ts';
import { resolveDeliveryIncident } from '../../../../functions/cards/resolve-delivery-incident/declaration.ts';
import { wire } from '../../../../functions/cards/resolve-delivery-incident/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TestCaller } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import { givenIncident, storedIncident } from '../given-incidents.ts';
import type { OrderIds } from '../given-orders.ts';
import {
  answersTo,
  deliveryAddress,
  deliveryOf,
  givenLinked,
  givenOrder,
  happens,
  orderTasks,
  plasticsOf,
  resumeOrder,
  setClock,
  storedOrder,
} from '../given-orders.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

const resolve = (
  incidentId: string,
  body: unknown = { resolution: 'found' },
  as: TestCaller = { tenant: world.tenant },
) =>
  call(handler, resolveDeliveryIncident, {
    as,
    params: { incidentId },
    body,
    ...('staff' in as ? { surface: 'admin' } : {}),
  });

const typesOf = async (incidentId: string) => (await recordsOf(world.platform, incidentId)).map(({ type }) => type);

const givenOpen = async ({ cardId }: OrderIds): Promise<string> => {
  const { body } = await call(wireOpen(world.platform), openDeliveryIncident, {
    as: { tenant: world.tenant },
    params: { cardId },
    body: { type: 'never_received' },
  });
  return String(body.incidentId);
};

/** A plastic that is on its way for too long, with the workflow that waits for it. */
const givenStray = async () => {
  const order = await givenLinked(world);
  await orderTasks(world).wait(order);
  await happens(world, order, 'in_transit');
  return { ...order, incidentId: await givenOpen(order) };
};

const lookAfter = async (order: OrderIds, days: number): Promise<void> => {
  await setClock(world, (await storedOrder(world, order.cardId)).createdAt, days * 24);
  await orderTasks(world).checkDelivery(order);
};

const setOnCard = async ({ cardId }: OrderIds, facts: Readonly<Record<string, string>>): Promise<void> => {
  const names = Object.keys(facts);
  await world.platform.table.write({
    kind: 'update',
    key: { pk: `T#${world.tenant.tenantId}#CARD#${cardId}`, sk: 'CARD' },
    update: {
      text: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      values: Object.fromEntries(names.map((name) => [`:${name}`, facts[name]])),
    },
  });
};

describe('resolveDeliveryIncident', () => {
  itRefusesBadRequests({
    declaration: resolveDeliveryIncident,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { incidentId: (await givenIncident(world)).incidentId },
      body: { resolution: 'found' },
    }),
    required: ['resolution'],
    malformed: { resolution: 'ignored', note: '', deliveryAddress: { line1: 'x' } },
  });

  it.each([
    ['found', 'resolved'],
    ['reshipped', 'resolved'],
    ['replaced', 'resolved'],
    ['rejected', 'rejected'],
  ])('AL-25 ends as %s: %s', async (resolution, status) => {
    const { incidentId } = await givenIncident(world);
    const answer = await resolve(incidentId, { resolution, note: 'behind the door' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ incidentId, status, resolution, resolutionNote: 'behind the door' });
    expect(await storedIncident(world, incidentId)).toMatchObject({ status, resolution });
    expect(await typesOf(incidentId)).toEqual(['delivery_incident.opened', `delivery_incident.${status}`]);
  });

  it('AL-25 reshipped: the plastic is ordered again for the same card, and its delivery begins anew', async () => {
    const { incidentId, cardId, orderId } = await givenIncident(world);
    const before = await deliveryOf(world, cardId);
    const answer = await resolve(incidentId, { resolution: 'reshipped' });
    expect([answer.status, answer.body.resolution]).toEqual([200, 'reshipped']);
    const again = { cardId, orderId: String(answer.body.newOrderId) };
    expect(again.orderId).not.toBe(orderId);
    expect(await storedOrder(world, cardId)).toMatchObject({
      ...again,
      kind: 'plastic',
      status: 'requested',
      deliveryAddress,
    });
    expect((await typesOf(orderId)).at(-1)).toBe('delivery.settled');
    expect(await typesOf(again.orderId)).toEqual(['card.plastic_requested']);

    await orderTasks(world).place(again);
    const [card] = (await world.platform.items('card')).filter((item) => item['cardId'] === cardId);
    const [plastic] = await plasticsOf(world, again.orderId);
    expect(plastic?.['order']).toMatchObject({ cardId: card?.['externalId'] });
    expect(await deliveryOf(world, cardId)).toMatchObject({ status: 'ordered' });
    await happens(world, again, 'produced');
    await orderTasks(world).link(again);
    await happens(world, again, 'in_transit');
    const { status, events } = await deliveryOf(world, cardId);
    expect(status).toBe('in_transit');
    expect(events).toEqual(expect.arrayContaining(before.events));
    expect(events.length).toBeGreaterThan(before.events.length);
    const [after] = (await world.platform.items('card')).filter((item) => item['cardId'] === cardId);
    expect(after).toMatchObject({ externalId: card?.['externalId'], status: card?.['status'] });
  });

  it('reshipped: goes to another address where one is named, and nowhere once the first is forgotten', async () => {
    const { incidentId, cardId, orderId } = await givenIncident(world);
    const elsewhere = { ...deliveryAddress, line1: '3 Church Street' };
    await setClock(world, (await storedOrder(world, cardId)).createdAt, 31 * 24);
    await orderTasks(world).checkDelivery({ cardId, orderId });
    await setClock(world, world.platform.clock.now(), 0);
    const refused = await resolve(incidentId, { resolution: 'reshipped' });
    expect([refused.status, refused.body.code]).toEqual([409, 'invalid_state']);
    const wrong = await resolve(incidentId, { resolution: 'found', deliveryAddress: elsewhere });
    expect(wrong.status).toBe(400);
    expect((await resolve(incidentId, { resolution: 'reshipped', deliveryAddress: elsewhere })).status).toBe(200);
    expect((await storedOrder(world, cardId)).deliveryAddress).toEqual(elsewhere);
  });

  it.each(['found', 'replaced'])('%s: the delivery is over, and nobody is reminded of it', async (resolution) => {
    const order = await givenStray();
    await resolve(order.incidentId, { resolution });
    await expect(lookAfter(order, 11)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    await setClock(world, world.platform.clock.now(), 0);
    expect(await storedOrder(world, order.cardId)).toMatchObject({ settlement: resolution, delivery: 'in_transit' });
    expect((await typesOf(order.orderId)).at(-1)).toBe('delivery.settled');
    await resumeOrder(world, 'delivery.settled', order);
    const end = resolution === 'found' ? 'succeeded' : 'delivery_lost';
    expect(answersTo(world, `delivery token of ${order.orderId}`)).toEqual([end]);
  });

  it('reshipped: the workflow of the first plastic waits for it no longer, and its carrier is heard no more', async () => {
    const order = await givenStray();
    await resolve(order.incidentId, { resolution: 'reshipped' });
    await resumeOrder(world, 'delivery.settled', order);
    expect(answersTo(world, `delivery token of ${order.orderId}`)).toEqual(['delivery_lost']);
    const timers = (await world.platform.items('timer')).filter((item) => item['key'] === order.orderId);
    expect(timers).toEqual([]);
  });

  it('replaced: names the card that takes the place, where there is one', async () => {
    const order = await givenStray();
    const replacedBy = world.platform.ids.next('crd', world.tenant);
    await setOnCard(order, { replacedBy });
    const { body } = await resolve(order.incidentId, { resolution: 'replaced' });
    expect(body.replacementCardId).toBe(replacedBy);
    expect(await storedIncident(world, order.incidentId)).toMatchObject({ replacementCardId: replacedBy });
  });

  it('rejected: the plastic is followed as before', async () => {
    const order = await givenStray();
    await resolve(order.incidentId, { resolution: 'rejected' });
    await lookAfter(order, 11);
    await setClock(world, world.platform.clock.now(), 0);
    expect((await typesOf(order.orderId)).at(-1)).toBe('card.delivery_overdue');
  });

  it('reshipped: refused before the link, and for a card that is over', async () => {
    const made = await givenOrder(world);
    await orderTasks(world).place(made);
    await happens(world, made, 'produced');
    const early = await resolve(await givenOpen(made), { resolution: 'reshipped' });
    expect([early.status, early.body.code]).toEqual([409, 'invalid_state']);
    const order = await givenStray();
    await setOnCard(order, { status: 'closed' });
    const late = await resolve(order.incidentId, { resolution: 'reshipped' });
    expect([late.status, late.body.code]).toEqual([409, 'invalid_state']);
    expect((await storedOrder(world, order.cardId)).orderId).toBe(order.orderId);
  });

  it('I3 reshipped: one plastic of two at once, and also when a carrier tells something meanwhile', async () => {
    const { incidentId, cardId } = await givenStray();
    const first = await storedOrder(world, cardId);
    const answers = await Promise.all([
      resolve(incidentId, { resolution: 'reshipped' }),
      resolve(incidentId, { resolution: 'reshipped' }),
      happens(world, first, 'delivery_issue').then(() => ({ status: 0 })),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([0, 200, 409]);
    const { orderId } = await storedOrder(world, cardId);
    expect((await storedIncident(world, incidentId)).newOrderId).toBe(orderId);
  });

  it('is over once, also of two at once, and then another one may be opened', async () => {
    const { incidentId, cardId } = await givenIncident(world);
    const answers = await Promise.all([resolve(incidentId), resolve(incidentId, { resolution: 'rejected' })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const again = await resolve(incidentId);
    expect([again.status, again.body.code]).toEqual([409, 'invalid_state']);
    const { status } = await call(wireOpen(world.platform), openDeliveryIncident, {
      as: { tenant: world.tenant },
      params: { cardId },
      body: { type: 'never_received' },
    });
    expect(status).toBe(201);
  });

  it.each(['Admin', 'Manager'] as const)('staff may resolve: %s', async (staff) => {
    const { incidentId } = await givenIncident(world);
    expect((await resolve(incidentId, { resolution: 'reshipped' }, { staff, of: world.tenant })).status).toBe(200);
  });

  it('M-33 knows neither unknown incidents nor another tenant’s', async () => {
    const { incidentId } = await givenIncident(world);
    const { tenant } = await givenProgram(world.platform);
    const foreign = await resolve(incidentId, { resolution: 'found' }, { tenant });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'delivery_incident_not_found']);
    for (const id of [world.platform.ids.next('din', world.tenant), 'din_1']) {
      const { status, body } = await resolve(id);
      expect([status, body.code]).toEqual([404, 'delivery_incident_not_found']);
    }
  });
});
