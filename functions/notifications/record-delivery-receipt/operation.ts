import { TemporarilyUnavailable } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import { receiptOf } from '../domain/carrier-events.ts';
import { receive } from '../domain/notification.ts';
import { notificationRecord } from '../domain/notification-events.ts';
import type { NotificationStore } from '../ports/notification-store.ts';
import type { recordDeliveryReceipt as declaration } from './declaration.ts';

interface Dependencies {
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
  readonly notifications: NotificationStore;
  readonly unitOfWork: UnitOfWork;
}

/** Receives after which a message that nobody knows is somebody else's. */
const patience = 4;

/**
 * Records what became of a message.
 *
 * In: the carrier's event, without number or address. Out: nothing; `notification.delivered` or
 * `notification.undelivered`.
 * 1. Whose message it is. A receipt may overtake the note that the message was sent: it waits. The account's bus also
 *    tells of messages that others sent, and of the first of two when a sender stopped half-way: those are let go.
 * 2. Late, repeated and reordered receipts change nothing twice (`receive`). When it was delivered is the carrier's
 *    time, in the tenant's: the 24 hours before a debit run from it (rule 8).
 */
export const recordDeliveryReceipt =
  ({ contextOf, notifications, unitOfWork }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message, messageId, attempt, log }) => {
    const owner = await notifications.ownerOf(message.messageId);
    if (owner === undefined) {
      if (attempt < patience) throw new TemporarilyUnavailable();
      log.info('receipt_of_unknown_message', { provider: message.carrier, attempt });
      return;
    }
    const context = await contextOf(owner.tenantId, messageId);
    const { tenant, clock } = context;
    const receipt = receiptOf(message.event, fromTimestamp(message.at).add({ seconds: clock.offsetSeconds ?? 0 }));
    const seen = await notifications.find(tenant, owner.notificationId);
    if (seen === undefined) throw new Error(`no notification ${owner.notificationId}`);
    const next = receipt && receive(seen, receipt);
    if (next === undefined) return;
    const partition = notifications.partition(tenant, seen.notificationId);
    const work = {
      writes: [notifications.replace(tenant, next, seen)],
      records: [notificationRecord(partition, next)],
    };
    await unitOfWork.commit(context, work, undefined);
  };
