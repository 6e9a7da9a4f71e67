import type { Temporal } from 'temporal-polyfill';
import { InvalidState } from '../../kernel/errors/domain-error.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { OperationInvoker } from '../../kernel/platform/platform.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Timer } from '../../kernel/timers/timer-item.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { shiftedClock, toEpochSeconds, toTimestamp } from '../../kernel/time/clock.ts';
import { targetInstant } from '../domain/target-instant.ts';
import { fire } from '../firing.ts';
import type { BusinessClock, Commotion } from '../ports/business-clock.ts';
import type { TimerStore } from '../ports/timer-store.ts';
import type { advanceClock as declaration } from './declaration.ts';

interface Dependencies {
  readonly timers: TimerStore;
  readonly operations: OperationInvoker;
  readonly businessClock: BusinessClock;
  readonly commotion: Commotion;
  readonly unitOfWork: UnitOfWork;
  /** Real time. */
  readonly clock: Clock;
}

interface Happening {
  readonly at: string;
  readonly operation: string;
  readonly resource: string;
}

const budgetMs = 25_000;
/** A step that would not have ended by then is not begun: nobody waits for an answer longer than 29 s. */
const lastStepEndsMs = 26_000;
const settleMs = 5_000;
const mostRetimed = 100;

/** The offset at which the tenant's clock shows the instant, rounded up so that it has surely been reached. */
const offsetFor = (instant: Temporal.Instant, real: Clock): number =>
  Math.ceil((instant.epochMilliseconds - real.now().epochMilliseconds) / 1000);

const nextDue = async ({ timers }: Dependencies, tenant: TenantContext, target: Temporal.Instant) => {
  const [timer] = await timers.dueBefore(tenant, target.add({ milliseconds: 1 }), 1);
  return timer;
};

/**
 * Fires a timer, and once more what failed in passing: no queue tries again what a tester waits for.
 * @throws what the operation threw the second time
 */
const fireAgain = async (deps: Dependencies, tenant: TenantContext, timer: Timer): Promise<void> => {
  try {
    await fire(deps, tenant, timer);
  } catch {
    // Whatever it was; what fails twice is told.
    await deps.commotion.settle(tenant, settleMs);
    await fire(deps, tenant, timer);
  }
};

const runUntil = async (deps: Dependencies, tenant: TenantContext, target: Temporal.Instant) => {
  const startedAt = deps.clock.now().epochMilliseconds;
  const elapsed = (): number => deps.clock.now().epochMilliseconds - startedAt;
  const happened: Happening[] = [];
  let longestStep = 0;
  for (;;) {
    const begunAt = elapsed();
    const timer = await nextDue(deps, tenant, target);
    await deps.businessClock.raise(tenant, offsetFor(timer?.dueAt ?? target, deps.clock));
    if (timer === undefined) return { happened, complete: true };
    await fireAgain(deps, tenant, timer);
    happened.push({ at: toTimestamp(timer.dueAt), operation: timer.operation, resource: timer.key });
    await deps.commotion.settle(tenant, Math.max(0, Math.min(settleMs, lastStepEndsMs - elapsed())));
    longestStep = Math.max(longestStep, elapsed() - begunAt);
    const isTooLate = elapsed() >= budgetMs || elapsed() + longestStep > lastStepEndsMs;
    if (isTooLate) return { happened, complete: false };
  }
};

/** Schedules stand at `dueAt` minus the offset: what is left is moved by as much as the clock was. */
const retimeRest = async ({ timers, businessClock }: Dependencies, tenant: TenantContext): Promise<number> => {
  const offset = await businessClock.offsetSeconds(tenant);
  for (const timer of await timers.all(tenant, mostRetimed)) {
    const fireAt = toEpochSeconds(timer.dueAt) - offset;
    if (fireAt !== timer.fireAtEpochSeconds) await timers.retime(tenant, timer, fireAt);
  }
  return offset;
};

/**
 * Advances a sandbox tenant's clock, timer by timer (SH-34).
 *
 * In: an instant or a duration ahead. Out: the time reached and what happened, in order.
 * 1. Set the clock, here and at the twin, to the next due timer; fire it, twice if it fails; wait until what it set off has
 *    ended.
 * 2. Repeat until the target is reached, or 25 s are over, or would be with another step as long as the longest so far:
 *    then `complete` is false and the clock is where it got.
 * 3. Move the schedules of the timers that are left, and commit the answer under the idempotency key.
 */
export const advanceClock =
  (deps: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    const { tenant } = context;
    if (!tenant.sandbox) {
      throw new InvalidState('Only tenants whose program is issued by the sandbox have a clock of their own.');
    }
    const { happened, complete } = await runUntil(deps, tenant, targetInstant(context.clock.now(), body));
    const offset = await retimeRest(deps, tenant);
    const now = toTimestamp(shiftedClock(deps.clock, offset).now());
    return deps.unitOfWork.commit(context, { writes: [], records: [] }, { now, happened, complete });
  };
