import type { RecordDraft } from '../../kernel/events/record.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { Notification, NotificationStatus } from './notification.ts';

/** Types of a notification's records, by the status that they lead to. */
export const notificationEvents = {
  requested: 'notification.requested',
  sent: 'notification.sent',
  delivered: 'notification.delivered',
  undelivered: 'notification.undelivered',
  failed: 'notification.failed',
} as const satisfies Record<NotificationStatus, string>;

/**
 * The record of the notification's last change: ids and outcome, nothing of the customer.
 * @param more what this change alone tells, such as a sandbox tenant's text
 */
export const notificationRecord = (
  partition: string,
  notification: Notification,
  more: Readonly<Record<string, unknown>> = {},
): RecordDraft => {
  const { notificationId, customerId, channel, template, facts, status, sentAt, deliveredAt, failure } = notification;
  return {
    resource: { type: 'notification', id: notificationId },
    partition,
    sequence: notification.sequence,
    type: notificationEvents[status],
    data: {
      notificationId,
      customerId,
      channel,
      template,
      reference: facts.reference,
      status,
      ...(sentAt === undefined ? {} : { sentAt: toTimestamp(sentAt) }),
      ...(deliveredAt === undefined ? {} : { deliveredAt: toTimestamp(deliveredAt) }),
      ...(failure === undefined ? {} : { failure }),
      ...more,
    },
  };
};
