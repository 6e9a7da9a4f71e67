import { tenantKey } from '../../kernel/persistence/keys.ts';
import { bindReference, findReferenceOwner } from '../../kernel/persistence/provider-reference.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import { replace } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Notification } from '../domain/notification.ts';
import type { NotificationStore } from '../ports/notification-store.ts';
import { notificationItem } from './notification-items.ts';

export const notificationPartition = (tenant: TenantContext, notificationId: string): string =>
  tenantKey(tenant, 'NOTIFICATION', notificationId);

const keyOf = (tenant: TenantContext, notificationId: string): Key => ({
  pk: notificationPartition(tenant, notificationId),
  sk: 'NOTIFICATION',
});

export const notificationToItem = (tenant: TenantContext, notification: Notification): Item & Key =>
  notificationItem.encode(keyOf(tenant, notification.notificationId), notification);

export const dynamoNotificationStore = (table: Table): NotificationStore => ({
  partition: notificationPartition,
  find: async (tenant, notificationId) => {
    const item = await table.get(keyOf(tenant, notificationId));
    return item === undefined ? undefined : notificationItem.decode(item);
  },
  replace: (tenant, next, { sequence, notificationId }) =>
    replace('notification', notificationToItem(tenant, next), { sequence, resourceId: notificationId }),
  bindMessage: (tenant, messageId, notificationId) =>
    bindReference('message', messageId, { tenant, resourceId: notificationId }),
  ownerOf: async (messageId) => {
    const owner = await findReferenceOwner(table, 'message', messageId);
    return owner && { tenantId: owner.tenantId, notificationId: owner.resourceId };
  },
});
