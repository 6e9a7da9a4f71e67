import { ConcurrentChange } from '../../kernel/errors/domain-error.ts';
import { tenantKey } from '../../kernel/persistence/keys.ts';
import type { Pager } from '../../kernel/persistence/page.ts';
import type { Expression, Item, Key, Table } from '../../kernel/persistence/table.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { toEpochSeconds } from '../../kernel/time/clock.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { DeliveryList, DeliveryName, DeliveryStore } from '../ports/delivery-store.ts';
import { deliveryItem } from './webhook-items.ts';

const retentionHours = 30 * 24;

const partition = (tenant: TenantContext, { endpointId, eventId }: DeliveryName): string =>
  tenantKey(tenant, 'WEBHOOK_DELIVERY', endpointId, eventId);

const listPartition = (tenant: TenantContext, endpointId: string): string =>
  tenantKey(tenant, 'WEBHOOK_DELIVERIES', endpointId);

const keyOf = (tenant: TenantContext, name: DeliveryName): Key => ({ pk: partition(tenant, name), sk: 'DELIVERY' });

const toItem = (tenant: TenantContext, delivery: Delivery): Item & Key =>
  deliveryItem.encode(
    {
      ...keyOf(tenant, delivery),
      gsi1pk: listPartition(tenant, delivery.endpointId),
      gsi1sk: delivery.deliveryId,
      expiresAt: toEpochSeconds(delivery.createdAt.add({ hours: retentionHours })),
    },
    { ...delivery, attempts: [...delivery.attempts] },
  );

const before = ({ version }: Delivery): Expression => ({
  text: '#version = :version',
  names: { '#version': 'version' },
  values: { ':version': version - 1 },
});

export const dynamoDeliveryStore = (table: Table): DeliveryStore => ({
  partition,
  find: async (tenant, name) => {
    const item = await table.get(keyOf(tenant, name));
    return item === undefined ? undefined : deliveryItem.decode(item);
  },
  open: async (tenant, delivery) => {
    const written = await table.write({
      kind: 'put',
      item: toItem(tenant, delivery),
      condition: { text: 'attribute_not_exists(pk)' },
    });
    return written.ok || written.old === undefined ? delivery : deliveryItem.decode(written.old);
  },
  advance: async (tenant, delivery) => {
    const written = await table.write({ kind: 'put', item: toItem(tenant, delivery), condition: before(delivery) });
    return written.ok;
  },
  replace: (tenant, delivery) => ({
    label: 'webhook_delivery',
    write: { kind: 'put', item: toItem(tenant, delivery), condition: before(delivery) },
    refused: () => new ConcurrentChange(delivery.deliveryId),
  }),
  create: (tenant, delivery) =>
    create('webhook_delivery', toItem(tenant, delivery), () => new ConcurrentChange(delivery.deliveryId)),
});

export const dynamoDeliveryList = (table: Table, pager: Pager): DeliveryList => ({
  list: async (tenant, endpointId, page) => {
    const identity = { tenant, list: `listDeliveries:${endpointId}` };
    const { items, nextCursor } = await pager.read(identity, page, (read) =>
      table.query({ index: 'gsi1', pk: listPartition(tenant, endpointId), newestFirst: true, ...read }),
    );
    return { data: items.map((item) => deliveryItem.decode(item)), nextCursor };
  },
});
