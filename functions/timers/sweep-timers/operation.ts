import type { Meter } from '../../kernel/observability/meter.ts';
import type { QueueSender } from '../../kernel/platform/platform.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { realNow } from '../../kernel/time/clock.ts';
import { timerMessageOf } from '../../kernel/timers/timer-item.ts';
import { timerQueue } from '../../kernel/timers/timer-message.ts';
import type { TenantRoll } from '../ports/tenant-roll.ts';
import type { TimerStore } from '../ports/timer-store.ts';

interface Dependencies {
  readonly tenants: TenantRoll;
  readonly timers: TimerStore;
  readonly queues: QueueSender;
  readonly meter: Meter;
  readonly clockOf: (tenant: TenantContext) => Promise<Clock>;
}

/** A timer is given this long to fire by its schedule: one-time schedules may be a minute late. */
const graceSeconds = 120;
const mostPerTenant = 100;

/**
 * The safety net under the schedules (design: a sweep every five minutes).
 *
 * For every tenant: send timers that are overdue by two minutes to the dispatcher, which fires a timer once however
 * many messages it gets; count them, since a healthy platform has none.
 */
export const sweepTimers =
  ({ tenants, timers, queues, meter, clockOf }: Dependencies) =>
  async (): Promise<void> => {
    await tenants.each(async (tenant) => {
      const clock = await clockOf(tenant);
      const grace = { seconds: graceSeconds };
      const overdue = [
        ...(await timers.dueBefore(tenant, clock.now().subtract(grace), mostPerTenant)),
        ...(await timers.realDueBefore(tenant, realNow(clock).subtract(grace), mostPerTenant)),
      ];
      for (const timer of overdue) {
        await queues.send({ queue: timerQueue, body: JSON.stringify(timerMessageOf(timer)) });
      }
      if (overdue.length > 0) meter.count('timer_overdue', overdue.length);
    });
  };
