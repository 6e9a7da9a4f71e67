import type { IdGenerator } from '../kernel/ids/ids.ts';
import type { OperationContext } from '../kernel/operation/context.ts';
import type { UnitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { Notifier } from '../notifications/ports/notifier.ts';
import { flagOn } from '../policies/shared-rules.ts';
import { dayOf } from '../policies/window.ts';
import { untilUndisturbed } from './changing-mandate.ts';
import type { CardMandate } from './domain/card-mandate.ts';
import { orderNotice } from './debit-notice.ts';
import { findDebit, isThere } from './domain/card-mandate.ts';
import { debitFacts, mandateRecord } from './domain/card-mandate-events.ts';
import { announce } from './domain/debit-life.ts';
import type { CardMandateStore } from './ports/card-mandate-store.ts';
import type { DebitNotice, DebitNotices } from './ports/third-party-mandates.ts';

interface Dependencies {
  readonly mandates: Pick<CardMandateStore, 'partition' | 'at' | 'replace' | 'bindDebit'>;
  readonly notifier: Notifier;
  readonly unitOfWork: UnitOfWork;
  readonly ids: IdGenerator;
}

const isOfCard = (mandate: CardMandate, notice: DebitNotice, { clock }: OperationContext): boolean =>
  mandate.cardId === notice.cardId ||
  (mandate.chain === notice.chain && flagOn('law.emandate.remapOnReissue', dayOf(clock.now())));

const announceOnce = async (
  deps: Dependencies,
  context: OperationContext,
  notice: DebitNotice,
): ReturnType<DebitNotices['announce']> => {
  const { mandates, unitOfWork, ids } = deps;
  const { tenant } = context;
  const mandate = await mandates.at(tenant, notice);
  if (!isThere(mandate) || !isOfCard(mandate, notice, context)) return 'mandate_unknown';
  const { mandateId } = mandate;
  const before = mandate.debits.find(({ reference }) => reference === notice.announcement);
  if (before !== undefined) return { mandateId, debitId: before.debitId };
  const debitId = ids.next('cdb', tenant);
  const { announcement: reference, amount, dueAt, reason } = notice;
  const order = orderNotice(deps.notifier, context, {
    mandate,
    debit: { debitId, amount, dueAt, reason },
    isAgain: false,
  });
  const { notificationId: noticeId } = order;
  const next = announce(mandate, { debitId, reference, amount, dueAt, reason, noticeId }, context.clock.now());
  if (typeof next === 'string') return next;
  const debit = findDebit(next, debitId);
  if (debit === undefined) throw new Error('an announced debit is not there');
  const data = { ...debitFacts(debit), notificationId: noticeId };
  const record = mandateRecord(mandates.partition(tenant, next), next, { type: 'card_mandate_debit.announced', data });
  return unitOfWork.commit(
    context,
    {
      writes: [mandates.replace(tenant, next), mandates.bindDebit(tenant, next, debitId), ...order.writes],
      records: [record, ...order.records],
    },
    { mandateId, debitId },
  );
};

/** Keeps what third parties announce and has the customer told: the 24 hours run from the delivery of that notice. */
export const debitNotices = (deps: Dependencies): DebitNotices => ({
  announce: (context, notice) => untilUndisturbed(() => announceOnce(deps, context, notice)),
});
