import { isResourceId } from '../../kernel/ids/ids.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { fromTimestamp } from '../../kernel/time/clock.ts';
import { untilUndisturbed } from '../changing-mandate.ts';
import { findDebit } from '../domain/card-mandate.ts';
import { debitFacts, mandateRecord } from '../domain/card-mandate-events.ts';
import { heardOfNotice } from '../domain/debit-life.ts';
import type { CardMandateStore } from '../ports/card-mandate-store.ts';
import type { hearOfCardMandateNotice as declaration } from './declaration.ts';

interface Dependencies {
  readonly mandates: Pick<CardMandateStore, 'find' | 'partition' | 'replace'>;
  readonly unitOfWork: UnitOfWork;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

interface Receipt {
  readonly debitId: string;
  readonly deliveredAt: ReturnType<typeof fromTimestamp> | undefined;
}

const hear = async ({ mandates, unitOfWork }: Dependencies, context: OperationContext, receipt: Receipt) => {
  const { tenant, clock } = context;
  const mandate = await mandates.find(tenant, receipt.debitId);
  const next = mandate === undefined ? undefined : heardOfNotice(mandate, receipt, clock.now());
  const debit = next === undefined ? undefined : findDebit(next, receipt.debitId);
  if (next === undefined || debit === undefined) return;
  const type = receipt.deliveredAt === undefined ? 'card_mandate_debit.notice_failed' : 'card_mandate_debit.notified';
  const record = mandateRecord(mandates.partition(tenant, next), next, { type, data: debitFacts(debit) });
  await unitOfWork.commit(context, { writes: [mandates.replace(tenant, next)], records: [record] }, undefined);
};

/**
 * Notes what became of a notice (rule 8): without a receipt the debit is never let through.
 *
 * In: a notification's event; those of other debits and templates are not ours. Out: nothing; the debit is `notified`
 * with the time of its delivery, or `notice_failed`. A repeat changes nothing.
 */
export const hearOfCardMandateNotice =
  (deps: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const { template, reference: debitId, deliveredAt } = detail.data;
    if (template !== 'pre_debit' || !isResourceId('cdb', debitId)) return;
    const context = await deps.contextOf(detail.tenantId, messageId);
    const delivered = detail.type === 'notification.delivered' && deliveredAt !== undefined;
    const receipt = { debitId, deliveredAt: delivered ? fromTimestamp(deliveredAt) : undefined };
    await untilUndisturbed(() => hear(deps, context, receipt));
  };
