import type { CustomerContacts } from '../../customers/ports/customer-contacts.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { UnitOfWork, Work } from '../../kernel/persistence/unit-of-work.ts';
import type { MerchantNames } from '../../tenants/ports/merchant-names.ts';
import type { Notification } from '../domain/notification.ts';
import { markFailed, markSent, receive } from '../domain/notification.ts';
import { notificationRecord } from '../domain/notification-events.ts';
import type { Wording } from '../domain/wording.ts';
import { wordingOf } from '../domain/wording.ts';
import type { Carriers, Handed } from '../ports/carriers.ts';
import type { NotificationStore } from '../ports/notification-store.ts';
import type { sendNotification as declaration } from './declaration.ts';

interface Dependencies {
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
  readonly notifications: NotificationStore;
  readonly contacts: Pick<CustomerContacts, 'of'>;
  readonly merchants: MerchantNames;
  readonly carriers: Carriers;
  readonly unitOfWork: UnitOfWork;
  /** Where customers complain. */
  readonly complaints: string;
}

/** What the sandbox shows of a message: its words, which name nobody. */
const shown = ({ tenant }: OperationContext, channel: Notification['channel'], { subject, text }: Wording) =>
  tenant.sandbox ? { message: channel === 'sms' ? { text } : { subject, text } } : {};

/** What is written once the carrier has answered. */
const outcomeOf = (
  { tenant, clock }: OperationContext,
  notifications: NotificationStore,
  { seen, handed, shows }: { seen: Notification; handed: Handed; shows: Readonly<Record<string, unknown>> },
): Work => {
  const partition = notifications.partition(tenant, seen.notificationId);
  if (handed.kind === 'refused') {
    const failed = markFailed(seen, handed.refusal);
    return { writes: [notifications.replace(tenant, failed, seen)], records: [notificationRecord(partition, failed)] };
  }
  const sent = markSent(seen, clock.now());
  const told = notificationRecord(partition, sent, shows);
  if (handed.kind === 'sent') {
    const bound = notifications.bindMessage(tenant, handed.messageId, seen.notificationId);
    return { writes: [notifications.replace(tenant, sent, seen), bound], records: [told] };
  }
  // No carrier will ever tell of it: what is shown is delivered.
  const delivered = receive(sent, { outcome: 'delivered', at: clock.now() }) ?? sent;
  return {
    writes: [notifications.replace(tenant, delivered, seen)],
    records: [told, notificationRecord(partition, delivered)],
  };
};

/**
 * Sends a message that somebody ordered.
 *
 * In: the event of the order, ids only. Out: nothing; `notification.sent`, or `notification.failed`.
 * 1. A message that was sent is not sent again: queues and bus may repeat themselves.
 * 2. Number and address are read now and are in no event; the words are put together from the facts.
 * 3. Hand it over, then say so with the carrier's name for it, by which the receipt finds it. In this order a message
 *    may come twice, when this ends in between; in the other it may never come, and a debit would wait for good.
 */
export const sendNotification =
  (deps: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail: event }, messageId }) => {
    const context = await deps.contextOf(event.tenantId, messageId);
    const { tenant } = context;
    const { notificationId } = event.data;
    const seen = await deps.notifications.find(tenant, notificationId);
    if (seen === undefined) throw new Error(`no notification ${notificationId}`);
    if (seen.status !== 'requested') return;
    const contact = await deps.contacts.of(tenant, seen.customerId);
    if (contact === undefined) throw new Error(`no customer ${seen.customerId}`);
    const { channel, template } = seen;
    const merchantName = seen.facts.merchantName ?? (await deps.merchants.of(tenant));
    const wording = wordingOf(seen, { merchantName, complaints: deps.complaints });
    const handed = await deps.carriers.hand(tenant, { channel, template, wording, contact });
    const work = outcomeOf(context, deps.notifications, { seen, handed, shows: shown(context, channel, wording) });
    await deps.unitOfWork.commit(context, work, undefined);
  };
