import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Notification } from '../domain/notification.ts';

/** Notifications of a tenant, and the carriers' names for them. */
export interface NotificationStore {
  partition(tenant: TenantContext, notificationId: string): string;
  /** Strongly consistent. */
  find(tenant: TenantContext, notificationId: string): Promise<Notification | undefined>;
  /** Refused with ConcurrentChange unless what is stored is still at the sequence of `seen`. */
  replace(tenant: TenantContext, next: Notification, seen: Notification): WriteIntent;
  /** Lets the receipt of a message find its notification. @param messageId the carrier's */
  bindMessage(tenant: TenantContext, messageId: string, notificationId: string): WriteIntent;
  /** Whose message a carrier speaks of; undefined when it is not ours, or not yet. */
  ownerOf(messageId: string): Promise<{ readonly tenantId: string; readonly notificationId: string } | undefined>;
}
