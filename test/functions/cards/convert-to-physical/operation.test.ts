import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardAnswer } from '../../../../functions/cards/answers.ts';
import { convertToPhysical } from '../../../../functions/cards/convert-to-physical/declaration.ts';
import { wire } from '../../../../functions/cards/convert-to-physical/handler.ts';
import { getCard } from '../../../../functions/cards/get-card/declaration.ts';
import { wire as wireCard } from '../../../../functions/cards/get-card/handler.ts';
import type { HttpHandler } from '../../../../functions/kernel/operation/http-operation.ts';
import type { TestCaller, TestRequest } from '../../../support/http-call.ts';
import { call } from '../../../support/http-call.ts';
import { itRefusesBadRequests } from '../../../support/http-refusals.ts';
import { givenProgram } from '../../../support/programs.ts';
import type { CardWorld } from '../given-cards.ts';
import { encrypted, givenCard, givenHolder, recordsOf, startCardWorld } from '../given-cards.ts';
import { deliveryAddress, givenLinked, givenOrder, happens, orderTasks, storedOrder } from '../given-orders.ts';

let world: CardWorld;
let handler: HttpHandler;

beforeAll(async () => {
  world = await startCardWorld();
  handler = wire(world.platform);
});
afterAll(() => world.stop());

const requestFor = async (cardId: string, body: Readonly<Record<string, unknown>> = {}): Promise<TestRequest> => ({
  as: { tenant: world.tenant },
  params: { cardId },
  ...(await encrypted(world, { deliveryAddress, ...body })),
});

const convert = (request: TestRequest) => call(handler, convertToPhysical, request);

const codeOf = async (request: TestRequest): Promise<[number, string]> => {
  const { status, body } = await convert(request);
  return [status, body.code];
};

const virtual = async () => {
  const holder = await givenHolder(world);
  return { ...holder, ...(await givenCard(world, holder)) };
};

const orderedFor = async (cardId: string) => {
  const { status, body } = await convert(await requestFor(cardId));
  if (status !== 202) throw new Error(`nothing was ordered: ${JSON.stringify(body)}`);
  return (await world.caller.open(body)) as { cardId: string; orderId: string; status: string };
};

const shown = async (cardId: string): Promise<object> => {
  const answer = await call(wireCard(world.platform), getCard, { as: { tenant: world.tenant }, params: { cardId } });
  return cardAnswer.parse(answer.body);
};

describe('convertToPhysical', () => {
  itRefusesBadRequests({
    declaration: convertToPhysical,
    handler: () => handler,
    valid: async () => requestFor((await virtual()).cardId),
  });

  it('D-06 orders a plastic for the card, which stays virtual and active until that is linked', async () => {
    const { cardId, customerId, balanceId } = await virtual();
    const before = await shown(cardId);
    const ordered = await orderedFor(cardId);
    expect(ordered).toEqual({ cardId, orderId: expect.stringMatching(/^ord_/u), status: 'requested' });
    expect(await storedOrder(world, cardId)).toMatchObject({ kind: 'plastic', customerId, balanceId, deliveryAddress });
    expect(await shown(cardId)).toEqual(before);
    expect(await recordsOf(world.platform, ordered.orderId)).toMatchObject([{ type: 'card.plastic_requested' }]);
  });

  it('D-06 the same number is on the plastic', async () => {
    const { cardId } = await virtual();
    const before = await shown(cardId);
    const order = await orderedFor(cardId);
    await orderTasks(world).place(order);
    await happens(world, order, 'produced');
    await orderTasks(world).link(order);
    expect(await shown(cardId)).toEqual({ ...before, type: 'physical' });
    expect(await codeOf(await requestFor(cardId))).toEqual([409, 'invalid_state']);
  });

  it('one plastic at a time, also of two requests at once', async () => {
    const { cardId } = await virtual();
    const requests = [await requestFor(cardId), await requestFor(cardId)];
    const answers = await Promise.all(requests.map((request) => convert(request)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(await codeOf(await requestFor(cardId))).toEqual([409, 'invalid_state']);
  });

  it('I13 a rejected plastic may be ordered again, and what is said of the first does not touch the second', async () => {
    const { cardId } = await virtual();
    const first = await orderedFor(cardId);
    await orderTasks(world).place(first);
    await happens(world, first, 'rejected');
    const requests = [await requestFor(cardId), await requestFor(cardId)];
    const answers = await Promise.all(requests.map((request) => convert(request)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    const second = await storedOrder(world, cardId);
    expect([second.status, second.orderId === first.orderId]).toEqual(['requested', false]);
    await orderTasks(world).place(second);
    await happens(world, second, 'produced');
    await orderTasks(world).link(second);
    expect((await storedOrder(world, cardId)).status).toBe('linked');
  });

  it('a customer converts its own card, and knows nobody else’s', async () => {
    const { cardId, customerId } = await virtual();
    const as: TestCaller = { customer: customerId, of: world.tenant };
    const stranger: TestCaller = { customer: (await givenHolder(world)).customerId, of: world.tenant };
    const request = { ...(await requestFor(cardId)), surface: 'customer' } as const;
    expect(await codeOf({ ...request, as: stranger })).toEqual([404, 'card_not_found']);
    expect((await convert({ ...request, as })).status).toBe(202);
  });
});

describe('convertToPhysical refuses', () => {
  it('an address that is none', async () => {
    const { cardId } = await virtual();
    for (const body of [{ deliveryAddress: undefined }, { deliveryAddress: { line1: 'x' } }, { surprise: 1 }]) {
      expect(await codeOf(await requestFor(cardId, body))).toEqual([400, 'validation_failed']);
    }
  });

  it('M-33 cards that are unknown, another tenant’s, or not there yet', async () => {
    const { tenant } = await givenProgram(world.platform);
    const foreign = await givenCard(world, await givenHolder(world, { tenant }), tenant);
    const { cardId } = await givenOrder(world);
    for (const id of [world.platform.ids.next('crd', world.tenant), foreign.cardId, 'crd_1', cardId]) {
      expect(await codeOf(await requestFor(id))).toEqual([404, 'card_not_found']);
    }
  });

  it('physical cards, and cards that are not in order', async () => {
    const { cardId } = await givenLinked(world);
    expect(await codeOf(await requestFor(cardId))).toEqual([409, 'invalid_state']);
    for (const status of ['locked', 'closed', 'expired']) {
      const card = await virtual();
      const key = { pk: `T#${world.tenant.tenantId}#CARD#${card.cardId}`, sk: 'CARD' };
      const update = { text: 'SET #status = :status', names: { '#status': 'status' }, values: { ':status': status } };
      await world.platform.table.write({ kind: 'update', key, update });
      expect(await codeOf(await requestFor(card.cardId))).toEqual([409, 'invalid_state']);
    }
  });
});
