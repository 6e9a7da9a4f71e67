import type { OperationContext } from '../kernel/operation/context.ts';
import type { WriteIntent } from '../kernel/persistence/write-intent.ts';
import type { TimerOrder } from '../kernel/timers/timer-intents.ts';
import { cancelTimer, scheduleTimer } from '../kernel/timers/timer-intents.ts';
import { authChargeRefundDeadline, purgeDue } from '../policies/mandate-terms.ts';
import type { Mandate } from './domain/mandate.ts';
import { chargesOf, isFinal, isStanding } from './domain/mandate-states.ts';

/** Every timer that a mandate in this state has; on the tenant's clock. */
const timersOf = (mandate: Mandate): readonly TimerOrder[] => {
  const { mandateId, status, openOperation, validUntil, pausedUntil, followFrom, endedAt, purgedAt } = mandate;
  const own = { key: mandateId, payload: { mandateId } };
  // Of one that cannot be given back too: that is what the alarm is for.
  const charges = chargesOf(mandate).filter((charge) => charge.status !== 'refunded');
  return [
    ...(openOperation?.status === 'afa_pending' && openOperation.authentication !== undefined
      ? [
          {
            operation: 'expireAuthentication',
            key: openOperation.mandateOperationId,
            dueAt: openOperation.authentication.expiresAt,
            payload: { mandateId, mandateOperationId: openOperation.mandateOperationId },
          },
        ]
      : []),
    ...(isStanding(status) ? [{ ...own, operation: 'expireMandate', dueAt: validUntil }] : []),
    ...(pausedUntil === undefined ? [] : [{ ...own, operation: 'endMandatePause', dueAt: pausedUntil }]),
    ...(followFrom === undefined ? [] : [{ ...own, operation: 'followMandate', dueAt: followFrom }]),
    ...(isFinal(status) && endedAt !== undefined && purgedAt === undefined
      ? [{ ...own, operation: 'purgeMandate', dueAt: purgeDue(endedAt).at }]
      : []),
    ...charges.map(({ authChargeId, capturedAt }) => ({
      operation: 'checkAuthChargeRefund',
      key: authChargeId,
      dueAt: authChargeRefundDeadline(capturedAt).at,
      payload: { mandateId, authChargeId },
    })),
  ];
};

const nameOf = ({ operation, key }: TimerOrder): string => `${operation}#${key}`;

const stamped = (timer: TimerOrder): string => `${nameOf(timer)}#${timer.dueAt.toString()}`;

/** The timers that a change sets, moves and takes back. */
export const timerWrites = (
  context: OperationContext,
  before: Mandate | undefined,
  after: Mandate,
): readonly WriteIntent[] => {
  const old = before === undefined ? [] : timersOf(before);
  const now = timersOf(after);
  const known = new Set(old.map(stamped));
  const names = new Set(now.map(nameOf));
  return [
    ...now.filter((timer) => !known.has(stamped(timer))).map((timer) => scheduleTimer(context, timer)),
    ...old.filter((timer) => !names.has(nameOf(timer))).map((timer) => cancelTimer(context, timer)),
  ];
};
