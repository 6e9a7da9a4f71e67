import type { Temporal } from 'temporal-polyfill';
import { DomainError } from '../kernel/errors/domain-error.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { Work } from '../kernel/persistence/unit-of-work.ts';
import { PaymentRefused, ReceiptConflict } from '../mandates/ports/payment-refused.ts';
import { receiptOf } from '../mandates/ports/receipt.ts';
import { otherChannel } from '../notifications/ports/notifier.ts';
import type { Debit } from './domain/debit.ts';
import { stepped } from './domain/debit-steps.ts';
import { byMandate } from './domain/eligibility.ts';
import { endDebit } from './domain/ending.ts';
import {
  awaitsNotice,
  hearsOfNotice,
  isNewDelivery,
  lookForNoticeAt,
  nextNotice,
  noticeDelivered,
  noticeFailed,
  noticeSent,
} from './domain/notice.ts';
import { saysMandateDead } from './domain/retry.ts';
import { contentHashOf } from './domain/schedule-debit.ts';
import type { DebitAndMandate, Debiting, Mandate } from './debiting.ts';
import { again, loadDebit, together } from './debiting.ts';
import { changeWork, countEnd, endingWork, messageWork } from './debit-work.ts';
import { lookAgain } from './debit-timers.ts';

const commit = (deps: Debiting, context: OperationContext, work: Work): Promise<undefined> =>
  deps.unitOfWork.commit({ ...context, idempotency: undefined }, work, undefined);

/**
 * Ends a debit that comes to nothing, and frees its place in the mandate.
 * @param end.isMandateDoubted whether the mandate looks at its token, because the provider speaks of it as dead
 */
export const endNow = async (
  deps: Debiting,
  context: OperationContext,
  end: DebitAndMandate & { readonly after: Debit; readonly isMandateDoubted?: boolean },
): Promise<void> => {
  const { debit, mandate, after, isMandateDoubted = false } = end;
  const look = isMandateDoubted ? [deps.doubts.raise(context, mandate.mandateId)] : [];
  const ended = endingWork(deps, context, { before: debit, after, mandate });
  await commit(deps, context, together(ended, { writes: look, records: [] }));
  countEnd(deps, mandate, after);
};

interface Refusal {
  readonly refused: string;
  readonly isMandateDoubted: boolean;
}

/** The provider's order that carries the notice; a repeat meets the order of the first try. */
const orderNotice = async (
  { provider }: Debiting,
  { tenant }: OperationContext,
  order: DebitAndMandate & {
    readonly number: number;
    readonly paymentAfter: Temporal.Instant;
    readonly tokenId: string;
  },
): Promise<string | Refusal> => {
  const { debit, number, paymentAfter, tokenId } = order;
  const { debitId, mandateId, amount } = debit;
  // A cycle may see a second debit after a first one that ended: the debit's id keeps their orders apart.
  const subject = { tenantId: tenant.tenantId, mandateId, cycle: `${debit.cycle}#${debitId}`, kind: 'debit', number };
  const notes = { tenant: tenant.tenantId, mandate: mandateId, debit: debitId, kind: 'debit' };
  try {
    const opened = await provider.openNotice(tenant, {
      ...{ receipt: receiptOf(subject), amount, notes, tokenId, paymentAfter },
    });
    return opened.orderId;
  } catch (error) {
    if (error instanceof PaymentRefused) {
      const { failure } = error;
      return { refused: failure.reason, isMandateDoubted: saysMandateDead(failure) };
    }
    if (error instanceof ReceiptConflict) return { refused: 'receipt_conflict', isMandateDoubted: false };
    throw error;
  }
};

const announce = async (deps: Debiting, context: OperationContext, found: DebitAndMandate): Promise<void> => {
  const { debit, mandate } = found;
  const { tenant, clock } = context;
  const { tokenId } = mandate.remote;
  if (tokenId === undefined) {
    return endNow(deps, context, { ...found, after: endDebit(debit, 'blocked', 'mandate_not_active') });
  }
  const next = nextNotice(debit, mandate, clock.now());
  const orderId = await orderNotice(deps, context, { ...found, ...next, tokenId });
  if (typeof orderId !== 'string') {
    if (orderId.refused === 'receipt_conflict') context.log.error('receipt_conflict', { resourceId: debit.debitId });
    const { refused, isMandateDoubted } = orderId;
    return endNow(deps, context, { ...found, after: endDebit(debit, 'failed', refused), isMandateDoubted });
  }
  const preDebitNoticeId = deps.ids.next('pdn', tenant);
  const notice = {
    ...next,
    preDebitNoticeId,
    orderId,
    contentHash: contentHashOf(debit, tokenId),
    sentAt: clock.now(),
  };
  const after = noticeSent(debit, notice);
  const bound = {
    // Nothing is announced on a mandate that has changed since it was read.
    writes: [
      deps.mandates.unchanged(tenant, mandate),
      deps.debits.bindOrder(tenant, { debitId: debit.debitId, orderId }),
    ],
    records: [],
  };
  await commit(deps, context, together(changeWork(deps, context, { before: debit, after, mandate }), bound));
};

/** Announces the debit if it is its time, or does what its mandate's state makes of it. */
const announceNow = (deps: Debiting, context: OperationContext, debitId: string): Promise<void> =>
  again(async () => {
    const found = await loadDebit(deps, context, debitId);
    const { debit, mandate } = found;
    const now = context.clock.now();
    if (!awaitsNotice(debit) || debit.notifyAt.epochMilliseconds > now.epochMilliseconds) return;
    const verdict = byMandate({ terms: mandate, now });
    if (verdict === undefined) return announce(deps, context, found);
    if (verdict.kind === 'end') {
      return endNow(deps, context, { ...found, after: endDebit(debit, verdict.status, verdict.reason) });
    }
    const after = stepped(debit, { notifyAt: verdict.until });
    await commit(deps, context, changeWork(deps, context, { before: debit, after, mandate }));
  });

const undelivered = async (deps: Debiting, context: OperationContext, found: DebitAndMandate): Promise<void> => {
  const { debit, mandate } = found;
  const after = noticeFailed(debit, context.clock.now());
  if (after.status === 'failed') return endNow(deps, context, { ...found, after });
  const message = messageWork(deps, context, {
    // One notice may fail, be delivered after all, and bounce.
    key: `pre_debit:${debit.debitId}:${after.sequence}`,
    template: 'pre_debit',
    channel: otherChannel(mandate.notification.channel),
    debit,
    // The wait begins anew with the second notice, and so moves what the first one said.
    debitAt: nextNotice(after, mandate, after.notifyAt).paymentAfter,
  });
  await commit(deps, context, together(changeWork(deps, context, { before: debit, after, mandate }), message));
};

const delivered = (
  deps: Debiting,
  context: OperationContext,
  { debit, mandate, at }: { readonly debit: Debit; readonly mandate: Mandate; readonly at: Temporal.Instant },
): Promise<undefined> => {
  const after = noticeDelivered(debit, mandate, at);
  return commit(deps, context, changeWork(deps, context, { before: debit, after, mandate }));
};

/** Whether a notice that did not arrive is one that the debit does not know as failed yet. */
const hasFailed = (debit: Debit, said: string | undefined, now: Temporal.Instant): boolean =>
  said === 'failed'
    ? debit.status !== 'notification_failed'
    : debit.status === 'notifying' && lookForNoticeAt(debit, now) === undefined;

/**
 * Looks what became of a notice (boundary case 7). Delivered, also late or anew: the wait begins. Failed, bounced, or silent
 * for a day: it is sent once more, and the customer is told over the other channel.
 * @returns whether anything changed
 */
export const lookAtNotice = (deps: Debiting, context: OperationContext, debitId: string): Promise<boolean> =>
  again(async () => {
    const found = await loadDebit(deps, context, debitId);
    const { debit, mandate } = found;
    const orderId = debit.notice?.orderId;
    if (!hearsOfNotice(debit) || orderId === undefined) return false;
    const { notice } = await deps.provider.readOrder(context.tenant, orderId);
    if (notice?.status === 'delivered' && notice.deliveredAt !== undefined) {
      const isNew = isNewDelivery(debit, notice.deliveredAt);
      if (isNew) await delivered(deps, context, { debit, mandate, at: notice.deliveredAt });
      return isNew;
    }
    const isOver = hasFailed(debit, notice?.status, context.clock.now());
    if (isOver) await undelivered(deps, context, found);
    return isOver;
  });

/**
 * Has the payer told of a debit to come (SH-03, rules 8, 9): at the provider, by an order of its own.
 *
 *   scheduled, notification_failed ──order──▶ notifying
 *        │ mandate paused, expired → blocked; withdrawn → cancelled; being withdrawn → later
 *        └ the provider refuses → failed
 *
 * The order is found again by its receipt, so a repeat after a crash orders nothing twice. The provider's word on the notice
 * may come before the order is noted here, and waits in its queue then: so there is a look right after.
 * @throws TemporarilyUnavailable when provider or table do not answer: call it again
 */
export const requestNotice = async (deps: Debiting, context: OperationContext, debitId: string): Promise<void> => {
  await announceNow(deps, context, debitId);
  await lookAtNotice(deps, context, debitId).catch((error: unknown) => {
    // Its timer looks again.
    if (!(error instanceof DomainError && error.kind === 'unavailable')) throw error;
  });
};

/** Looks at a notice, and sets the time of the next look while nothing is known. */
export const checkNotice = async (deps: Debiting, context: OperationContext, debitId: string): Promise<void> => {
  if (await lookAtNotice(deps, context, debitId)) return;
  const { debit } = await loadDebit(deps, context, debitId);
  const dueAt = lookForNoticeAt(debit, context.clock.now());
  if (debit.status !== 'notifying' || dueAt === undefined) return;
  const next = lookAgain(context, debitId, { operation: 'checkNotice', dueAt });
  await commit(deps, context, { writes: [next], records: [] });
};
