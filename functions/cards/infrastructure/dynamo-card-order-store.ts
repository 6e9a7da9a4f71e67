import { tenantKey } from '../../kernel/persistence/keys.ts';
import { bindReference } from '../../kernel/persistence/provider-reference.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { AlreadyLogged, orderUnderWay } from '../domain/card-order-errors.ts';
import type { CardOrder } from '../domain/card-order.ts';
import type { Awaited, CardOrderStore, OrderWaiters } from '../ports/card-order-store.ts';
import { cardOrderItem, deliveryEventItem, orderWaiterItem } from './card-order-items.ts';

const cardPartition = (tenant: TenantContext, cardId: string): string => tenantKey(tenant, 'CARD', cardId);

const partition = (tenant: TenantContext, orderId: string): string => tenantKey(tenant, 'CARD_ORDER', orderId);

const keyOf = (tenant: TenantContext, cardId: string): Key => ({ pk: cardPartition(tenant, cardId), sk: 'ORDER' });

const toItem = (tenant: TenantContext, order: CardOrder): Item & Key =>
  cardOrderItem.encode(keyOf(tenant, order.cardId), order);

const logged = 'DELIVERY#';
const longestLog = 200;

/** This very version of this very order must be stored still. */
const follows = (
  item: Item & Key,
  { orderId, sequence }: Pick<CardOrder, 'orderId' | 'sequence'>,
  refused: () => Error,
): WriteIntent => ({
  label: 'card_order',
  write: {
    kind: 'put',
    item,
    condition: {
      text: '#orderId = :orderId AND #sequence = :sequence',
      names: { '#orderId': 'orderId', '#sequence': 'sequence' },
      values: { ':orderId': orderId, ':sequence': sequence },
    },
  },
  refused,
});

/** As `follows`, of an order that is over. */
const takesPlaceOf = (item: Item & Key, before: CardOrder): WriteIntent => {
  const { label, write, refused } = follows(item, before, orderUnderWay);
  if (write.kind !== 'put' || write.condition === undefined) throw new Error('an order is put on a condition');
  const { text, names, values } = write.condition;
  const condition = {
    text: `${text} AND #status IN (:linked, :failed)`,
    names: { ...names, '#status': 'status' },
    values: { ...values, ':linked': 'linked', ':failed': 'failed' },
  };
  return { label, write: { ...write, condition }, refused };
};

export const dynamoCardOrderStore = (table: Table): CardOrderStore => ({
  partition,
  find: async (tenant, cardId) => {
    const item = await table.get(keyOf(tenant, cardId));
    return item === undefined ? undefined : cardOrderItem.decode(item);
  },
  create: (tenant, order, before) => [
    before === undefined
      ? create('card_order', toItem(tenant, order), orderUnderWay)
      : takesPlaceOf(toItem(tenant, order), before),
    bindReference('issuer-card-order', order.orderId, { tenant, resourceId: order.cardId }),
  ],
  bind: (tenant, { cardId, externalId }) =>
    bindReference('issuer-card-order', externalId, { tenant, resourceId: cardId }),
  replace: (tenant, order) =>
    follows(
      toItem(tenant, order),
      { orderId: order.orderId, sequence: order.sequence - 1 },
      () => new ConcurrentChange(order.orderId),
    ),
  log: async (tenant, cardId) => {
    const { items } = await table.query({
      pk: cardPartition(tenant, cardId),
      sk: { beginsWith: logged },
      limit: longestLog,
      consistent: true,
    });
    return items.map((item) => {
      const { deliveredItem, ...event } = deliveryEventItem.decode(item);
      return { ...event, item: deliveredItem };
    });
  },
  append: (tenant, cardId, { item: deliveredItem, ...event }) =>
    create(
      'delivery_event',
      deliveryEventItem.encode(
        { pk: cardPartition(tenant, cardId), sk: `${logged}${event.eventId}` },
        { ...event, deliveredItem },
      ),
      () => new AlreadyLogged(),
    ),
});

const waiterKey = (tenant: TenantContext, orderId: string, what: Awaited): Key => ({
  pk: partition(tenant, orderId),
  sk: `WAITER#${what}`,
});

/** @param what the tokens wait for */
export const dynamoOrderWaiters = (table: Table, what: Awaited): OrderWaiters => ({
  wait: async (tenant, orderId, taskToken) => {
    const key = waiterKey(tenant, orderId, what);
    await table.write({ kind: 'put', item: orderWaiterItem.encode(key, { taskToken }) });
  },
  waiter: async (tenant, orderId) => {
    const item = await table.get(waiterKey(tenant, orderId, what));
    return item === undefined ? undefined : orderWaiterItem.decode(item).taskToken;
  },
  stopWaiting: async (tenant, orderId, taskToken) => {
    const condition = { text: 'taskToken = :token', values: { ':token': taskToken } };
    await table.write({ kind: 'delete', key: waiterKey(tenant, orderId, what), condition });
  },
});
