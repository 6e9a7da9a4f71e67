import type { Log } from '../../kernel/observability/log.ts';
import type { StreamUseCase } from '../../kernel/operation/stream-operation.ts';
import type { EventBus, QueueSender, ScheduleService } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { publishRecords } from './publish-records.ts';
import { relayTimers } from './relay-timers.ts';

interface Dependencies {
  readonly bus: EventBus;
  readonly queues: QueueSender;
  readonly schedules: ScheduleService;
  /** Real time: schedules fire by it. */
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Carries out of the table what its transactions have promised.
 *
 * In: changes of one shard, in order. Out: the position of the first that was not handled; the stream repeats from
 * there, so everything is done at least once and nothing is left out.
 * 1. New records become events on the bus, each resource's in their order.
 * 2. New and moved timers become queue messages or schedules; removed ones lose theirs. Beside 1, because neither
 *    waits for the other.
 */
export const relayRecords = (deps: Dependencies): StreamUseCase => {
  const lanes = [publishRecords(deps.bus, deps.log), relayTimers(deps)];
  return async (changes) => {
    const failures = await Promise.all(lanes.map((lane) => lane(changes)));
    const positions = failures.filter((position) => position !== undefined);
    return positions.length === 0 ? undefined : Math.min(...positions);
  };
};
