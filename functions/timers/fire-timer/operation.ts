import { DomainError } from '../../kernel/errors/domain-error.ts';
import type { OperationContext } from '../../kernel/operation/context.ts';
import type { QueueUseCase } from '../../kernel/operation/queue-operation.ts';
import type { OperationInvoker } from '../../kernel/platform/platform.ts';
import { fromTimestamp, realNow } from '../../kernel/time/clock.ts';
import { fire } from '../firing.ts';
import type { TimerStore } from '../ports/timer-store.ts';
import type { fireTimer as declaration } from './declaration.ts';

interface Dependencies {
  readonly timers: TimerStore;
  readonly operations: OperationInvoker;
  readonly contextOf: (tenantId: string, requestId: string) => Promise<OperationContext>;
}

/**
 * Fires a timer.
 *
 * In: which timer, and the instant it was sent for. Out: nothing; its operation has run.
 * 1. Read the timer again: cancelled, fired or moved ones end here, so late and double messages do no harm.
 * 2. On the tenant's clock, or on real time if that rules it, it must be due; a message that came early is delivered again.
 * 3. Run its operation, then take the timer away.
 */
export const fireTimer =
  ({ contextOf, ...deps }: Dependencies): QueueUseCase<typeof declaration> =>
  async ({ message, messageId }) => {
    const { tenant, clock } = await contextOf(message.tenantId, messageId);
    const timer = await deps.timers.find(tenant, message);
    if (!timer?.dueAt.equals(fromTimestamp(message.dueAt))) return;
    const now = timer.realTime === true ? realNow(clock) : clock.now();
    if (now.epochMilliseconds < timer.dueAt.epochMilliseconds) {
      throw new DomainError('unavailable', 'timer_early', { detail: 'The timer is not due yet.' });
    }
    await fire(deps, tenant, timer);
  };
