import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulateDelivery } from '../../../../functions/sandbox/simulate-delivery/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-delivery/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld } from '../../cards/given-cards.ts';
import { givenCard, givenHolder, startCardWorld } from '../../cards/given-cards.ts';
import { deliveryOf, givenOrder, take, toldOf } from '../../cards/given-orders.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

const send = (cardId: string, body: object, { idempotencyKey = randomUUID(), tenant = world.tenant } = {}) =>
  call(handler, simulateDelivery, { as: { tenant }, params: { cardId }, body, idempotencyKey });

const told = (orderId: string) => toldOf(world, orderId).map(({ body }) => body.data['status']);

describe('simulateDelivery', () => {
  itRefusesBadRequests({
    declaration: simulateDelivery,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { cardId: (await givenOrder(world)).cardId },
      body: { status: 'shipped' },
    }),
    required: ['status'],
    malformed: { status: '', carrier: '', trackingNumber: 'x'.repeat(65), at: 'today', item: 'letter' },
  });

  it.each([
    ['produced', ['produced']],
    ['shipped', ['produced', 'shipped']],
    ['delivered', ['produced', 'shipped', 'delivered']],
    ['returned', ['produced', 'shipped', 'delivery_issue', 'returning', 'returned']],
    ['eaten by a dog', ['produced', 'eaten by a dog']],
    ['rejected', ['rejected']],
  ])('AN-60 before %s all is told that must have happened', async (status, words) => {
    const order = await givenOrder(world);
    expect((await send(order.cardId, { status })).status).toBe(201);
    expect(told(order.orderId)).toEqual(words);
  });

  it('tells what was told no second time before something later', async () => {
    const order = await givenOrder(world);
    for (const status of ['shipped', 'in_transit', 'delivered', 'delivered']) await send(order.cardId, { status });
    expect(told(order.orderId)).toEqual(['produced', 'shipped', 'in_transit', 'delivered', 'delivered']);
  });

  it('AL-24 carries carrier, tracking number and moment, with the event that was asked for', async () => {
    const order = await givenOrder(world);
    const at = '2026-11-20T10:00:00.000Z';
    const { body } = await send(order.cardId, { status: 'shipped', carrier: 'Blue Dart', trackingNumber: 'BD-1', at });
    expect(body).toEqual({ cardId: order.cardId, item: 'card', status: 'shipped', at });
    for (const webhook of toldOf(world, order.orderId)) await take(world, webhook);
    const delivery = await deliveryOf(world, order.cardId);
    expect(delivery.status).toBe('shipped');
    expect(delivery.events.at(-1)).toMatchObject({ carrier: 'Blue Dart', trackingNumber: 'BD-1', at });
  });

  it('the PIN mailer needs no plastic', async () => {
    const order = await givenOrder(world);
    await send(order.cardId, { status: 'delivered', item: 'pin_mailer' });
    expect(told(order.orderId)).toEqual(['shipped', 'delivered']);
  });

  it('I4 tells nothing twice, and nothing of a plastic that was rejected', async () => {
    const order = await givenOrder(world);
    const key = randomUUID();
    await send(order.cardId, { status: 'rejected' }, { idempotencyKey: key });
    const repeat = await send(order.cardId, { status: 'rejected' }, { idempotencyKey: key });
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
    const { status, body } = await send(order.cardId, { status: 'shipped' });
    expect([status, body.code, told(order.orderId)]).toEqual([409, 'invalid_state', ['rejected']]);
  });

  it('of two at once both are told, and production once', async () => {
    const order = await givenOrder(world);
    const answers = await Promise.all([
      send(order.cardId, { status: 'shipped' }),
      send(order.cardId, { status: 'in_transit' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const ids = new Map(toldOf(world, order.orderId).map(({ headers, body }) => [headers['x-event-id'], body]));
    const made = [...ids.values()].filter(({ type }) => type === 'card.order_status');
    expect(made).toHaveLength(1);
  });

  it('refuses a card without a plastic', async () => {
    const { cardId } = await givenCard(world, await givenHolder(world));
    const { status, body } = await send(cardId, { status: 'shipped' });
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('M-33 knows neither an unknown card nor one of another tenant', async () => {
    const { cardId } = await givenOrder(world);
    const { tenant } = await givenProgram(world.platform);
    const foreign = await send(cardId, { status: 'shipped' }, { tenant });
    const unknown = await send(world.platform.ids.next('crd', world.tenant), { status: 'shipped' });
    for (const { status, body } of [foreign, unknown]) expect([status, body.code]).toEqual([404, 'card_not_found']);
  });
});
