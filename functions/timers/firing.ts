import type { OperationInvoker } from '../kernel/platform/platform.ts';
import type { TenantContext } from '../kernel/tenancy/tenant-context.ts';
import type { Timer } from '../kernel/timers/timer-item.ts';
import type { TimerStore } from './ports/timer-store.ts';

/**
 * Runs a timer's operation and takes the timer away. The operation re-checks its state and is idempotent by the
 * timer's key, so a crash in between runs it again without a second effect.
 * @throws what the operation threw: the timer stays, and the queue or the sweep tries again
 */
export const fire = async (
  { timers, operations }: { readonly timers: TimerStore; readonly operations: OperationInvoker },
  tenant: TenantContext,
  timer: Timer,
): Promise<void> => {
  const payload: unknown = JSON.parse(timer.payload);
  await operations.invoke(timer.operation, { tenantId: timer.tenantId, payload });
  await timers.done(tenant, timer);
};
