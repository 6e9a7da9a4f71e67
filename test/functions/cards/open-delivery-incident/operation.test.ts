import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDeliveryIncident } from '../../../../functions/cards/open-delivery-incident/declaration.ts';
import { wire } from '../../../../functions/cards/open-delivery-incident/handler.ts';
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

const open = (cardId: string, body: unknown = { type: 'never_received' }, as: TestCaller = { tenant: world.tenant }) =>
  call(handler, openDeliveryIncident, {
    as,
    params: { cardId },
    body,
    ...('customer' in as ? { surface: 'customer' } : {}),
  });

const codeOf = async (...request: Parameters<typeof open>): Promise<[number, string]> => {
  const { status, body } = await open(...request);
  return [status, body.code];
};

describe('openDeliveryIncident', () => {
  itRefusesBadRequests({
    declaration: openDeliveryIncident,
    handler: () => handler,
    valid: async () => ({
      as: { tenant: world.tenant },
      params: { cardId: (await givenLinked(world)).cardId },
      body: { type: 'damaged_in_post' },
    }),
    required: ['type'],
    malformed: { type: 'eaten_by_dog', note: 'x'.repeat(501) },
  });

  it('AL-25 says that a plastic never came although it is reported delivered; the carrier’s word stays', async () => {
    const order = await givenLinked(world);
    await happens(world, order, 'delivered');
    const { status, body } = await open(order.cardId, { type: 'never_received', note: 'nothing came' });
    expect(status).toBe(201);
    const { cardId, orderId } = order;
    expect(body).toMatchObject({ cardId, orderId, type: 'never_received', status: 'opened', note: 'nothing came' });
    expect((await deliveryOf(world, order.cardId)).status).toBe('delivered');
    const [record] = await recordsOf(world.platform, body.incidentId);
    expect(record).toMatchObject({ type: 'delivery_incident.opened', sequence: 1n });
    expect(JSON.parse(String(record?.['data']))).toMatchObject({ reportedDelivery: 'delivered' });
    expect(String(record?.['data'])).not.toContain('nothing came');
  });

  it('one incident at a time, also of two requests at once', async () => {
    const { cardId } = await givenLinked(world);
    const answers = await Promise.all([open(cardId), open(cardId, { type: 'wrong_address' })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await codeOf(cardId)).toEqual([409, 'invalid_state']);
  });

  it('refuses virtual cards, plastics that are not made yet, and those that never will be', async () => {
    const { cardId } = await givenCard(world, await givenHolder(world));
    expect(await codeOf(cardId)).toEqual([409, 'invalid_state']);
    const order = await givenOrder(world);
    expect(await codeOf(order.cardId)).toEqual([409, 'invalid_state']);
    await orderTasks(world).place(order);
    await happens(world, order, 'rejected');
    expect(await codeOf(order.cardId)).toEqual([409, 'invalid_state']);
  });

  it('a customer opens one of its own card, and knows nobody else’s', async () => {
    const { cardId, customerId } = await givenLinked(world);
    const stranger: TestCaller = { customer: (await givenHolder(world)).customerId, of: world.tenant };
    expect(await codeOf(cardId, { type: 'wrong_address' }, stranger)).toEqual([404, 'card_not_found']);
    const own: TestCaller = { customer: customerId, of: world.tenant };
    expect((await open(cardId, { type: 'wrong_address' }, own)).status).toBe(201);
  });

  it('M-33 knows neither unknown cards nor another tenant’s', async () => {
    const { tenant } = await givenProgram(world.platform);
    const foreign = await givenCard(world, await givenHolder(world, { tenant }), tenant);
    for (const id of [world.platform.ids.next('crd', world.tenant), foreign.cardId, 'crd_1']) {
      expect(await codeOf(id)).toEqual([404, 'card_not_found']);
    }
  });
});
