import type { Temporal } from 'temporal-polyfill';
import { ConcurrentChange } from '../errors/domain-error.ts';
import type { OperationContext } from '../operation/context.ts';
import type { WriteIntent } from '../persistence/write-intent.ts';
import { toEpochSeconds } from '../time/clock.ts';
import { realTimersPartition, timerItem, timerKey, timersPartition, timerSortKey } from './timer-item.ts';

/** Which timer: one per operation and business key. */
export interface TimerName {
  /** operationId of a timer operation. */
  readonly operation: string;
  /** Business key, such as the id of the case that expires. */
  readonly key: string;
}

export interface TimerOrder extends TimerName {
  /** Business time of the tenant (`context.clock`), unless `realTime`. */
  readonly dueAt: Temporal.Instant;
  /** The timer runs on real time (`realNow`), whatever the tenant's clock says: webhook back-off. */
  readonly realTime?: true;
  /** What the operation's payload schema takes: ids only, no personal data. */
  readonly payload: Readonly<Record<string, unknown>>;
}

type TimerContext = Pick<OperationContext, 'tenant' | 'clock'>;

/**
 * The write that sets a timer, or moves the one of the same name. It takes effect with the transaction it is
 * committed in; an instant in the past fires at once.
 */
export const scheduleTimer = ({ tenant, clock }: TimerContext, order: TimerOrder): WriteIntent => {
  const { operation, key, dueAt, realTime } = order;
  const gsi1pk = realTime ? realTimersPartition(tenant) : timersPartition(tenant);
  const item = timerItem.encode(
    { ...timerKey(tenant, order), gsi1pk, gsi1sk: timerSortKey(order) },
    {
      tenantId: tenant.tenantId,
      operation,
      key,
      dueAt,
      fireAtEpochSeconds: toEpochSeconds(dueAt) - (realTime ? 0 : (clock.offsetSeconds ?? 0)),
      ...(realTime ? { realTime } : {}),
      payload: JSON.stringify(order.payload),
    },
  );
  return { label: 'timer', write: { kind: 'put', item }, refused: () => new ConcurrentChange(key) };
};

/** The write that takes a timer back; a timer that has fired or was never set is no error. */
export const cancelTimer = ({ tenant }: Pick<TimerContext, 'tenant'>, timer: TimerName): WriteIntent => ({
  label: 'timer',
  write: { kind: 'delete', key: timerKey(tenant, timer) },
  refused: () => new ConcurrentChange(timer.key),
});
