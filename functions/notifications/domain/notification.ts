import type { Temporal } from 'temporal-polyfill';
import type { MessageChannel, MessageFacts, MessageTemplate } from './message.ts';

/**
 * `requested` → `sent` → `delivered` or `undelivered`; `failed` when the carrier would not take it. Mail that bounces
 * after it was delivered is `undelivered` after all.
 */
export const notificationStatuses = ['requested', 'sent', 'delivered', 'undelivered', 'failed'] as const;
export type NotificationStatus = (typeof notificationStatuses)[number];

/** Something that a customer must be told, and what came of it. No address, no number. */
export interface Notification {
  readonly notificationId: string;
  readonly customerId: string;
  readonly channel: MessageChannel;
  readonly template: MessageTemplate;
  readonly facts: MessageFacts;
  readonly status: NotificationStatus;
  readonly requestedAt: Temporal.Instant;
  readonly sentAt?: Temporal.Instant | undefined;
  /** By the carrier's clock, in the tenant's time. */
  readonly deliveredAt?: Temporal.Instant | undefined;
  /** Why it was not taken or not delivered: one of a few words, nothing of the carrier's own. */
  readonly failure?: string | undefined;
  /** Counts the changes, from 1. */
  readonly sequence: number;
}

const next = (notification: Notification, change: Partial<Notification>): Notification => ({
  ...notification,
  ...change,
  sequence: notification.sequence + 1,
});

export const markSent = (notification: Notification, sentAt: Temporal.Instant): Notification =>
  next(notification, { status: 'sent', sentAt });

export const markFailed = (notification: Notification, failure: string): Notification =>
  next(notification, { status: 'failed', failure });

/** What a carrier said became of a message. */
export type Receipt =
  | { readonly outcome: 'delivered'; readonly at: Temporal.Instant }
  /** `isBounce`: it came back, even when it had been delivered. */
  | { readonly outcome: 'undelivered'; readonly failure: string; readonly isBounce: boolean };

/**
 * The notification with what the receipt says, or undefined when it says nothing new. Receipts come late, twice and in
 * any order.
 */
export const receive = (notification: Notification, receipt: Receipt): Notification | undefined => {
  const { status } = notification;
  if (receipt.outcome === 'delivered') {
    return status === 'sent' ? next(notification, { status: 'delivered', deliveredAt: receipt.at }) : undefined;
  }
  const isNews = status === 'sent' || (status === 'delivered' && receipt.isBounce);
  return isNews ? next(notification, { status: 'undelivered', failure: receipt.failure }) : undefined;
};
