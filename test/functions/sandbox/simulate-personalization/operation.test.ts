import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import { simulatePersonalization } from '../../../../functions/sandbox/simulate-personalization/declaration.ts';
import { wire } from '../../../../functions/sandbox/simulate-personalization/handler.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld } from '../../cards/given-cards.ts';
import { givenCard, givenHolder, startCardWorld } from '../../cards/given-cards.ts';
import { givenOrder, orderTasks, toldOf } from '../../cards/given-orders.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

const send = (cardId: string, outcome: string, { idempotencyKey = randomUUID(), tenant = world.tenant } = {}) =>
  call(handler, simulatePersonalization, { as: { tenant }, params: { cardId }, body: { outcome }, idempotencyKey });

const told = (orderId: string) => toldOf(world, orderId).map(({ body }) => [body.type, body.data['status']]);

describe('simulatePersonalization', () => {
  itRefusesBadRequests({
    declaration: simulatePersonalization,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { cardId: (await givenOrder(world)).cardId },
      body: { outcome: 'produced' },
    }),
    required: ['outcome'],
    malformed: { outcome: 'lost' },
  });

  it.each(['produced', 'rejected'])('AN-60 the personaliser tells: %s', async (outcome) => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    const { status, body } = await send(order.cardId, outcome);
    expect([status, body]).toEqual([201, { cardId: order.cardId, outcome }]);
    expect(told(order.orderId)).toEqual([['card.order_status', outcome]]);
  });

  it('I4 tells nothing twice, and refuses what cannot happen any more', async () => {
    const order = await givenOrder(world);
    const key = randomUUID();
    await send(order.cardId, 'produced', { idempotencyKey: key });
    const repeat = await send(order.cardId, 'produced', { idempotencyKey: key });
    expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
    for (const outcome of ['produced', 'rejected']) {
      const { status, body } = await send(order.cardId, outcome);
      expect([status, body.code]).toEqual([409, 'invalid_state']);
    }
    expect(told(order.orderId)).toEqual([['card.order_status', 'produced']]);
  });

  it('of two outcomes at once one stands', async () => {
    const order = await givenOrder(world);
    const answers = await Promise.all([send(order.cardId, 'produced'), send(order.cardId, 'rejected')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(new Set(told(order.orderId).map(([, status]) => status)).size).toBe(1);
  });

  it('refuses a card without a plastic', async () => {
    const { cardId } = await givenCard(world, await givenHolder(world));
    const { status, body } = await send(cardId, 'produced');
    expect([status, body.code]).toEqual([409, 'invalid_state']);
  });

  it('M-33 knows neither an unknown card nor one of another tenant', async () => {
    const { cardId } = await givenOrder(world);
    const { tenant } = await givenProgram(world.platform);
    const foreign = await send(cardId, 'produced', { tenant });
    const unknown = await send(world.platform.ids.next('crd', world.tenant), 'produced');
    for (const { status, body } of [foreign, unknown]) expect([status, body.code]).toEqual([404, 'card_not_found']);
  });
});
