import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoCardStore } from '../../../../functions/cards/infrastructure/dynamo-card-store.ts';
import { listCards } from '../../../../functions/cards/list-cards/declaration.ts';
import { wire as wireList } from '../../../../functions/cards/list-cards/handler.ts';
import { balanceItem } from '../../../../functions/balances/infrastructure/balance-items.ts';
import { pager } from '../../../../functions/kernel/persistence/page.ts';
import { cardNumbersIn } from '../../../support/card-numbers.ts';
import { call } from '../../../support/http-call.ts';
import type { CardWorld } from '../given-cards.ts';
import { recordsOf, startCardWorld } from '../given-cards.ts';
import type { OrderIds } from '../given-orders.ts';
import { givenConversion, givenLinked, givenOrder, happens, orderTasks, storedOrder } from '../given-orders.ts';

let world: CardWorld;

beforeAll(async () => {
  world = await startCardWorld();
});
afterAll(() => world.stop());

const cardOf = ({ cardId }: OrderIds) =>
  dynamoCardStore(world.platform.table, pager(world.platform.secrets)).find(world.tenant, cardId);

const typesOf = async (resourceId: string) => (await recordsOf(world.platform, resourceId)).map(({ type }) => type);

const givenProduced = async (order: OrderIds): Promise<void> => {
  await orderTasks(world).place(order);
  await happens(world, order, 'produced');
};

describe('linkCard', () => {
  it('AN-59 AN-63 D-01 makes an inactive physical card on its balance, listed from now on', async () => {
    const order = await givenLinked(world);
    const card = await cardOf(order);
    expect(card).toMatchObject({
      ...{ type: 'physical', status: 'inactive', requestedStatus: 'inactive', issuerStatus: 'inactive' },
      ...{ balanceId: order.balanceId, customerId: order.customerId, displayName: 'ASHA RAO', sequence: 1 },
    });
    const balances = (await world.platform.items('balance')).map((item) => balanceItem.decode(item));
    const [balance] = balances.filter(({ balanceId }) => balanceId === order.balanceId);
    expect(balance?.cards?.[order.cardId]).toMatchObject({ status: 'inactive' });
    const { body } = await call(wireList(world.platform), listCards, {
      as: { tenant: world.tenant },
      params: { customerId: order.customerId },
    });
    expect(body).toMatchObject({ data: [{ cardId: order.cardId }] });
  });

  it('AN-61 leaves a trace of every step, and the number nowhere', async () => {
    const order = await givenLinked(world);
    const steps = [
      'card.requested',
      'card_order.placed',
      'delivery.reported',
      'card_order.produced',
      'card_order.linked',
    ];
    expect(await typesOf(order.orderId)).toEqual(steps);
    const sequences = (await recordsOf(world.platform, order.orderId)).map(({ sequence }) => Number(sequence));
    expect(sequences).toEqual([1, 2, 3, 4, 5]);
    const [issued] = await recordsOf(world.platform, order.cardId);
    expect(issued).toMatchObject({ type: 'card.issued', sequence: 1n });
    expect(JSON.parse(String(issued?.['previous']))).toEqual({ status: 'requested' });
    const all = JSON.stringify(await world.platform.items(), (_key, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    expect(cardNumbersIn(all)).toEqual([]);
  });

  it('I3 run again, also at once, it links nothing twice', async () => {
    const order = await givenOrder(world);
    await givenProduced(order);
    await Promise.all([orderTasks(world).link(order), orderTasks(world).link(order)]);
    await orderTasks(world).link(order);
    expect(await typesOf(order.cardId)).toEqual(['card.issued']);
    const made = await world.twin.platform.items('twin_card');
    expect(made.filter((item) => item['reference'] === order.cardId)).toHaveLength(1);
  });

  it('I3 finds the card that the issuer had linked when the answer got lost', async () => {
    const order = await givenOrder(world);
    await givenProduced(order);
    const deaf = world.reaching(async (url, init) => {
      const answer = await world.platform.fetch(url, init);
      if (init.method === 'GET') return answer;
      throw new TypeError('fetch failed');
    });
    await expect(orderTasks(world, deaf).link(order)).rejects.toMatchObject({ name: 'temporarily_unavailable' });
    expect(await cardOf(order)).toBeUndefined();
    const made = (await world.twin.platform.items('twin_card')).filter((item) => item['reference'] === order.cardId);
    await orderTasks(world).link(order);
    expect(made.map((item) => item['cardId'])).toEqual([(await cardOf(order))?.externalId]);
  });

  it('D-06 a card that works already keeps number, status and history, and is physical from now on', async () => {
    const order = await givenConversion(world);
    const before = await cardOf(order);
    await givenProduced(order);
    expect(await cardOf(order)).toEqual(before);
    await orderTasks(world).link(order);
    expect(await cardOf(order)).toEqual({ ...before, type: 'physical', sequence: (before?.sequence ?? 0) + 1 });
    expect(await typesOf(order.cardId)).toEqual(['card.issued', 'card.plastic_linked']);
  });

  it('does nothing before the plastic is made', async () => {
    const order = await givenOrder(world);
    await orderTasks(world).place(order);
    await orderTasks(world).link(order);
    expect([await cardOf(order), (await storedOrder(world, order.cardId)).status]).toEqual([undefined, 'placed']);
  });

  it('refuses on a balance that was frozen meanwhile, and the order of another order’s run', async () => {
    const order = await givenOrder(world);
    await givenProduced(order);
    const key = { pk: `T#${world.tenant.tenantId}#BALANCE#${order.balanceId}`, sk: 'BALANCE' };
    const update = { text: 'SET #state = :frozen', names: { '#state': 'state' }, values: { ':frozen': 'frozen' } };
    await world.platform.table.write({ kind: 'update', key, update });
    await expect(orderTasks(world).link(order)).rejects.toMatchObject({ name: 'invalid_state' });
    const earlier = { ...order, orderId: world.platform.ids.next('ord', world.tenant) };
    await expect(orderTasks(world).link(earlier)).rejects.toMatchObject({ name: 'card_order_not_found' });
  });
});
