import type { OperationContext } from '../kernel/operation/context.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import type { TimerOrder } from '../kernel/timers/timer-intents.ts';
import { cancelTimer, scheduleTimer } from '../kernel/timers/timer-intents.ts';
import type { Debit } from './domain/debit.ts';
import { isAsking } from './domain/debit-steps.ts';
import { lookAgainAt } from './domain/attempt.ts';
import { lookForNoticeAt } from './domain/notice.ts';
import type { Payment } from './domain/payment.ts';

type DebitTimer = Pick<TimerOrder, 'operation' | 'dueAt'>;

const lookForNotice = (debit: Debit): DebitTimer => {
  const sentAt = debit.notice?.sentAt ?? debit.createdAt;
  return { operation: 'checkNotice', dueAt: lookForNoticeAt(debit, sentAt) ?? sentAt };
};

const lookForMoney = (debit: Debit): DebitTimer | undefined => {
  const at = debit.attempts.at(-1)?.at;
  return isAsking(debit) && at !== undefined ? { operation: 'resolveDebit', dueAt: lookAgainAt(debit, at) } : undefined;
};

/** The one timer that a debit in this state has, on the tenant's clock; undefined: nothing is waited for. */
const timerOf = (debit: Debit): DebitTimer | undefined => {
  switch (debit.status) {
    case 'scheduled':
    case 'notification_failed':
      return { operation: 'requestNotice', dueAt: debit.notifyAt };
    case 'notifying':
      return lookForNotice(debit);
    case 'notified':
    case 'eligible':
    case 'retry_wait':
      return { operation: 'submitDebit', dueAt: debit.nextAttemptAt ?? debit.earliestDebitAt };
    default:
      return lookForMoney(debit);
  }
};

const orderOf = (debitId: string, { operation, dueAt }: DebitTimer): TimerOrder => ({
  operation,
  key: debitId,
  dueAt,
  payload: { debitId },
});

/** The timers that a change of a debit sets, moves and takes back. */
export const debitTimerWrites = (
  context: OperationContext,
  before: Debit | undefined,
  after: Debit,
): readonly WriteIntent[] => {
  const old = before === undefined ? undefined : timerOf(before);
  const now = timerOf(after);
  const isSame = old !== undefined && now?.operation === old.operation && now.dueAt.equals(old.dueAt);
  return [
    ...(now === undefined || isSame ? [] : [scheduleTimer(context, orderOf(after.debitId, now))]),
    ...(old === undefined || old.operation === now?.operation
      ? []
      : [cancelTimer(context, { operation: old.operation, key: after.debitId })]),
  ];
};

/** The write that has a debit looked at again, when a look has told nothing. */
export const lookAgain = (
  context: OperationContext,
  debitId: string,
  timer: { readonly operation: 'checkNotice' | 'resolveDebit'; readonly dueAt: TimerOrder['dueAt'] },
): WriteIntent => scheduleTimer(context, orderOf(debitId, timer));

const linkTimer = (paymentId: string) => ({ operation: 'expireDebitAuthentication', key: paymentId });

/** The write that ends a payment whose payer does not authenticate; set again while the provider is not sure. */
export const expireLink = (context: OperationContext, payment: Payment, dueAt: TimerOrder['dueAt']): WriteIntent =>
  scheduleTimer(context, {
    ...linkTimer(payment.paymentId),
    dueAt,
    payload: { paymentId: payment.paymentId },
  });

/** The write that takes that timer back. */
export const keepLink = (context: OperationContext, { paymentId }: Pick<Payment, 'paymentId'>): WriteIntent =>
  cancelTimer(context, linkTimer(paymentId));
