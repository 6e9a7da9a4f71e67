import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { MessageOrder, Notifier } from '../../notifications/ports/notifier.ts';
import type { CardMandate } from '../domain/card-mandate.ts';
import { findDebit, isThere } from '../domain/card-mandate.ts';
import type { CardMandateStore } from '../ports/card-mandate-store.ts';
import type { tellCardMandate as declaration } from './declaration.ts';

interface Dependencies {
  readonly mandates: Pick<CardMandateStore, 'find'>;
  readonly notifier: Notifier;
  readonly unitOfWork: UnitOfWork;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

interface News {
  readonly type: string;
  readonly eventId: string;
  readonly createdAt: string;
  readonly debitId: string | undefined;
  readonly authorizationId: string | undefined;
}

/** It was told in an event, and taken back before the customer could hear of it. */
const isTakenBack = (mandate: CardMandate, { type, debitId, authorizationId }: News): boolean => {
  if (type === 'card_mandate.registered') return !isThere(mandate);
  if (type !== 'card_mandate_debit.debited' || authorizationId === undefined) return false;
  const debit = debitId === undefined ? undefined : findDebit(mandate, debitId);
  return debit !== undefined && debit.authorizationId !== authorizationId;
};

/**
 * What the customer hears of it; undefined of a debit that nobody had announced, and nobody lost anything by, and of what
 * was taken back meanwhile.
 */
const wordsFor = (mandate: CardMandate, news: News): Pick<MessageOrder, 'template' | 'facts'> | undefined => {
  const { merchant, maxAmount, mandateId } = mandate;
  const about = { merchantName: merchant.name, reference: mandateId };
  if (isTakenBack(mandate, news)) return undefined;
  if (news.type === 'card_mandate.registered') {
    return { template: 'mandate_registered', facts: { ...about, amount: maxAmount } };
  }
  if (news.type === 'card_mandate.withdrawn' || news.type === 'card_mandate.taken_back') {
    return { template: 'mandate_ended', facts: about };
  }
  const debit = news.debitId === undefined ? undefined : findDebit(mandate, news.debitId);
  if (debit === undefined) return undefined;
  const facts = {
    merchantName: merchant.name,
    amount: debit.amount,
    debitAt: news.createdAt,
    reference: debit.debitId,
    // What the money is for, as the notice said (rule 10); why it was declined is a code of ours.
    reason: debit.reason,
  };
  const template = news.type === 'card_mandate_debit.debited' ? 'post_debit' : 'post_debit_failed';
  return { template, facts };
};

/** One message per event: an event that is delivered again orders none. */
const isOrdered = (error: unknown): boolean => error instanceof DomainError && error.code === 'already_exists';

/**
 * Orders the notices that follow: of the registration, of its end, and after every debit with its outcome and how to
 * complain (rule 10).
 */
export const tellCardMandate =
  ({ mandates, notifier, unitOfWork, contextOf }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message: { detail }, messageId }) => {
    const { id: eventId, type, createdAt, tenantId, data } = detail;
    const context = await contextOf(tenantId, messageId);
    const mandate = await mandates.find(context.tenant, data.mandateId);
    const { debitId, authorizationId } = data;
    const news = { type, eventId, createdAt, debitId, authorizationId };
    // Under the same name another one may have been registered since.
    const words = mandate?.mandateId === data.mandateId ? wordsFor(mandate, news) : undefined;
    if (mandate === undefined || words === undefined) return;
    const { customerId, channel } = mandate;
    const { writes, records } = notifier.order(context, {
      key: `card_mandate:${eventId}`,
      customerId,
      channel,
      ...words,
    });
    try {
      await unitOfWork.commit(context, { writes, records }, undefined);
    } catch (error) {
      if (!isOrdered(error)) throw error;
    }
  };
