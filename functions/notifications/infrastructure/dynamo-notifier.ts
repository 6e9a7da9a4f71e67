import { Temporal } from 'temporal-polyfill';
import { DomainError } from '../../kernel/errors/domain-error.ts';
import { businessId } from '../../kernel/ids/ids.ts';
import { create } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { requireFacts } from '../domain/message.ts';
import type { Notification } from '../domain/notification.ts';
import { notificationRecord } from '../domain/notification-events.ts';
import type { Notifier } from '../ports/notifier.ts';
import { notificationPartition, notificationToItem } from './dynamo-notification-store.ts';

const epoch = Temporal.Instant.fromEpochMilliseconds(0);

/** The id that a business key has on every try, whenever that is: the same key is the same message. */
const notificationIdOf = (tenant: TenantContext, key: string): string => businessId('ntf', { key, at: epoch }, tenant);

const ordered = (notificationId: string) => () =>
  new DomainError('conflict', 'already_exists', {
    detail: 'This message was ordered before.',
    resourceId: notificationId,
  });

/** Orders messages in the transaction of whoever decides to tell; `sendNotification` sends them once it committed. */
export const dynamoNotifier = (): Notifier => ({
  order: ({ tenant, clock }, { key, ...message }) => {
    requireFacts(message.template, message.facts);
    const notificationId = notificationIdOf(tenant, key);
    const notification: Notification = {
      ...message,
      notificationId,
      status: 'requested',
      requestedAt: clock.now(),
      sequence: 1,
    };
    return {
      notificationId,
      writes: [create('notification', notificationToItem(tenant, notification), ordered(notificationId))],
      records: [notificationRecord(notificationPartition(tenant, notificationId), notification)],
    };
  },
});
