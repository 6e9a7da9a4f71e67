import type { Log } from '../functions/kernel/observability/log.ts';
import { errorFields } from '../functions/kernel/observability/log.ts';
import type { QueueSender, ScheduleService } from '../functions/kernel/platform/platform.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import type { Activity, Source } from './activity.ts';
import { longTimeout } from './long-timeout.ts';

/** An operation that runs every so often. */
export interface RecurringSchedule {
  readonly operationId: string;
  readonly everyMinutes: number;
  readonly run: () => Promise<unknown>;
}

export interface LocalSchedules extends ScheduleService, Source {
  /** Starts the recurring ones. */
  start(recurring: readonly RecurringSchedule[]): void;
  /** Takes back what a previous process left. */
  restore(schedules: readonly KeptSchedule[]): void;
  /** Names and due times, epoch seconds. */
  pending(): readonly { readonly name: string; readonly dueAtEpochSeconds: number }[];
  stop(): void;
}

/** A schedule as it is kept. */
export interface KeptSchedule {
  readonly name: string;
  readonly dueAtEpochSeconds: number;
  readonly queue: string;
  readonly body: string;
}

/** Where schedules outlive the process. */
export interface ScheduleStore {
  put(schedule: KeptSchedule): Promise<void>;
  remove(name: string): Promise<void>;
}

interface Ports {
  readonly store: ScheduleStore;
  readonly queues: QueueSender;
  readonly clock: Clock;
  readonly log: Log;
  readonly work: Activity;
}

/** EventBridge Scheduler in process: one-time schedules put a message on a queue and are gone. */
export const localSchedules = (ports: Ports): LocalSchedules => {
  const oneTime = new Map<string, { dueAtEpochSeconds: number; cancel: () => void }>();
  const repeating: NodeJS.Timeout[] = [];

  const drop = (name: string): void => {
    oneTime.get(name)?.cancel();
    oneTime.delete(name);
  };

  const observed = async (code: string, operation: string, run: () => Promise<unknown>): Promise<void> => {
    const done = ports.work.begin();
    try {
      await run();
    } catch (error) {
      ports.log.error(code, { operation, ...errorFields(error) });
    } finally {
      done();
    }
  };

  const arm = ({ name, dueAtEpochSeconds, queue, body }: KeptSchedule): void => {
    const fire = (): void => {
      oneTime.delete(name);
      void observed('schedule_failed', name, async () => {
        await ports.queues.send({ queue, body });
        await ports.store.remove(name);
      });
    };
    const delay = dueAtEpochSeconds * 1_000 - ports.clock.now().epochMilliseconds;
    oneTime.set(name, { dueAtEpochSeconds, cancel: longTimeout(fire, delay) });
  };

  return {
    create: async (schedule) => {
      drop(schedule.name);
      await ports.store.put(schedule);
      arm(schedule);
    },
    delete: async (name) => {
      drop(name);
      await ports.store.remove(name);
    },
    restore: (schedules) => {
      for (const schedule of schedules) arm(schedule);
    },
    start: (recurring) => {
      for (const { operationId, everyMinutes, run } of recurring) {
        const tick = (): void => void observed('schedule_failed', operationId, run);
        repeating.push(setInterval(tick, everyMinutes * 60_000).unref());
      }
    },
    settled: () => {
      const now = ports.clock.now().epochMilliseconds / 1_000;
      return [...oneTime.values()].every(({ dueAtEpochSeconds }) => dueAtEpochSeconds > now + 1);
    },
    pending: () => [...oneTime].map(([name, { dueAtEpochSeconds }]) => ({ name, dueAtEpochSeconds })),
    stop: () => {
      for (const { cancel } of oneTime.values()) cancel();
      oneTime.clear();
      for (const timer of repeating) clearInterval(timer);
    },
  };
};
