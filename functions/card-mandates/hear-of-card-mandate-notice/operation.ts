import { isResourceId } from '../../kernel/ids/ids.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import type { Notifier } from '../../notifications/ports/notifier.ts';
import { untilUndisturbed } from '../changing-mandate.ts';
import { orderNotice } from '../debit-notice.ts';
import { findDebit } from '../domain/card-mandate.ts';
import { debitFacts, mandateRecord } from '../domain/card-mandate-events.ts';
import type { NoticeReceipt } from '../domain/debit-life.ts';
import { heardOfNotice } from '../domain/debit-life.ts';
import type { CardMandateStore } from '../ports/card-mandate-store.ts';
import type { hearOfCardMandateNotice as declaration } from './declaration.ts';

interface Dependencies {
  readonly mandates: Pick<CardMandateStore, 'find' | 'partition' | 'replace'>;
  readonly notifier: Notifier;
  readonly unitOfWork: UnitOfWork;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

const hear = async (deps: Dependencies, context: OperationContext, receipt: NoticeReceipt): Promise<void> => {
  const { mandates, notifier, unitOfWork } = deps;
  const { tenant, clock } = context;
  const mandate = await mandates.find(tenant, receipt.debitId);
  const before = mandate === undefined ? undefined : findDebit(mandate, receipt.debitId);
  if (mandate === undefined || before === undefined) return;
  const second = orderNotice(notifier, context, { mandate, debit: before, isAgain: true });
  const next = heardOfNotice(mandate, receipt, { now: clock.now(), again: second.notificationId });
  const debit = next === undefined ? undefined : findDebit(next, receipt.debitId);
  if (next === undefined || debit === undefined) return;
  const type = receipt.deliveredAt === undefined ? 'card_mandate_debit.notice_failed' : 'card_mandate_debit.notified';
  const record = mandateRecord(mandates.partition(tenant, next), next, { type, data: debitFacts(debit) });
  const { writes, records } = debit.noticeId === before.noticeId ? { writes: [], records: [] } : second;
  const work = { writes: [mandates.replace(tenant, next), ...writes], records: [record, ...records] };
  await unitOfWork.commit(context, work, undefined);
};

/**
 * Notes what became of a notice (rule 8): without a receipt the debit is never let through.
 *
 * In: a notification's event; those of other debits and templates are not ours. Out: nothing; the debit is `notified`
 * with the time of its delivery. A notice that failed goes out once more, over the other channel, and the 24 hours
 * run from the delivery of that one; when that fails too the debit is `notice_failed`. A repeat changes nothing.
 */
export const hearOfCardMandateNotice =
  (deps: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const { template, reference: debitId, deliveredAt } = detail.data;
    if (template !== 'pre_debit' || !isResourceId('cdb', debitId)) return;
    const context = await deps.contextOf(detail.tenantId, messageId);
    const delivered = detail.type === 'notification.delivered' && deliveredAt !== undefined;
    const { id: noticeId } = detail.resource;
    const receipt = { debitId, noticeId, deliveredAt: delivered ? fromTimestamp(deliveredAt) : undefined };
    await untilUndisturbed(() => hear(deps, context, receipt));
  };
