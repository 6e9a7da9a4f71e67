import { afterEach, describe, expect, test } from 'vitest';
import type { QueueMessage } from '../../functions/kernel/platform/platform.ts';
import { systemClock } from '../../functions/kernel/time/clock.ts';
import { activity } from '../../local/activity.ts';
import { localLog } from '../../local/log.ts';
import { longTimeout } from '../../local/long-timeout.ts';
import type { LocalSchedules } from '../../local/schedules.ts';
import { passingState } from '../../local/state-table.ts';
import { localSchedules } from '../../local/schedules.ts';

let schedules: LocalSchedules;

const build = () => {
  const sent: QueueMessage[] = [];
  schedules = localSchedules({
    queues: { send: async (message) => void sent.push(message) },
    clock: systemClock,
    log: localLog(systemClock).log,
    work: activity(),
    store: passingState.schedules,
  });
  return sent;
};

const inSeconds = (seconds: number): number => systemClock.now().epochMilliseconds / 1_000 + seconds;

afterEach(() => {
  schedules.stop();
});

describe('one-time schedules', () => {
  test('a schedule that is due puts its message on the queue, once, and is gone', async () => {
    const sent = build();
    await schedules.create({ name: 't1', dueAtEpochSeconds: inSeconds(0.05), queue: 'timers', body: 'fire' });
    expect(schedules.pending()).toHaveLength(1);
    await expect.poll(() => sent).toEqual([{ queue: 'timers', body: 'fire' }]);
    expect(schedules.pending()).toEqual([]);
  });

  test('one that is overdue fires at once; the same name replaces; a deleted one never fires', async () => {
    const sent = build();
    await schedules.create({ name: 't1', dueAtEpochSeconds: inSeconds(0.05), queue: 'timers', body: 'old' });
    await schedules.create({ name: 't1', dueAtEpochSeconds: inSeconds(-100), queue: 'timers', body: 'new' });
    await schedules.create({ name: 't2', dueAtEpochSeconds: inSeconds(0.05), queue: 'timers', body: 'cancelled' });
    await schedules.delete('t2');
    await schedules.delete('unknown');
    await expect.poll(() => sent).toEqual([{ queue: 'timers', body: 'new' }]);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(sent).toHaveLength(1);
  });

  test('one that is due in months waits, though the built-in timer would fire at once', async () => {
    const sent = build();
    await schedules.create({ name: 'far', dueAtEpochSeconds: inSeconds(90 * 86_400), queue: 'timers', body: 'far' });
    let fired = false;
    const cancel = longTimeout(
      () => {
        fired = true;
      },
      2 ** 31 + 1_000,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    cancel();
    expect(fired).toBe(false);
    expect(sent).toEqual([]);
    expect(schedules.settled()).toBe(true);
  });
});
