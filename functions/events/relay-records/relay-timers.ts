import type { Log } from '../../kernel/observability/log.ts';
import { errorFields } from '../../kernel/observability/log.ts';
import type { Change } from '../../kernel/operation/stream-operation.ts';
import type { Item } from '../../kernel/persistence/table.ts';
import type { QueueSender, ScheduleService } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { Timer } from '../../kernel/timers/timer-item.ts';
import { timerItem, timerMessageOf, timerScheduleName } from '../../kernel/timers/timer-item.ts';
import { timerQueue } from '../../kernel/timers/timer-message.ts';

interface Dependencies {
  readonly queues: QueueSender;
  readonly schedules: ScheduleService;
  /** Real time. */
  readonly clock: Clock;
  readonly log: Log;
}

/** Timers due within this time wait in the queue; a schedule may fire up to a minute late. */
const queueSeconds = 60;

const timerOf = (image: Item | undefined): Timer | undefined =>
  image?.['item'] === timerItem.name ? timerItem.decode(image) : undefined;

const secondsUntil = (timer: Timer, clock: Clock): number =>
  timer.fireAtEpochSeconds - Math.floor(clock.now().epochMilliseconds / 1_000);

const enqueue = ({ queues }: Dependencies, timer: Timer, delaySeconds: number): Promise<void> =>
  queues.send({ queue: timerQueue, body: JSON.stringify(timerMessageOf(timer)), delaySeconds });

/** A schedule of the same name is replaced, so a moved timer needs no other step while it stays far away. */
const set = async (deps: Dependencies, timer: Timer, moved: boolean): Promise<void> => {
  const wait = secondsUntil(timer, deps.clock);
  const name = timerScheduleName(timer);
  if (wait > queueSeconds) {
    const body = JSON.stringify(timerMessageOf(timer));
    await deps.schedules.create({ name, dueAtEpochSeconds: timer.fireAtEpochSeconds, queue: timerQueue, body });
    return;
  }
  await enqueue(deps, timer, Math.max(0, wait));
  if (moved) await deps.schedules.delete(name);
};

/** A schedule whose instant has passed deletes itself. */
const unset = async ({ schedules, clock }: Dependencies, timer: Timer): Promise<void> => {
  if (secondsUntil(timer, clock) > 0) await schedules.delete(timerScheduleName(timer));
};

const relayTimer = async (deps: Dependencies, change: Change): Promise<void> => {
  const before = timerOf(change.before);
  const after = timerOf(change.after);
  if (after === undefined) {
    if (before !== undefined) await unset(deps, before);
    return;
  }
  const moved = before !== undefined;
  if (before?.fireAtEpochSeconds === after.fireAtEpochSeconds && before.dueAt.equals(after.dueAt)) return;
  await set(deps, after, moved);
};

/**
 * Turns the batch's timers into queue messages or one-time schedules, and takes the schedules of cancelled ones back.
 * Every step may be repeated: a message only says which timer to look at.
 * @returns the position of the first timer that failed
 */
export const relayTimers =
  (deps: Dependencies) =>
  async (changes: readonly Change[]): Promise<number | undefined> => {
    for (const [position, change] of changes.entries()) {
      try {
        await relayTimer(deps, change);
      } catch (error) {
        deps.log.error('timer_not_relayed', errorFields(error));
        return position;
      }
    }
    return undefined;
  };
