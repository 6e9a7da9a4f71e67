import type { Temporal } from 'temporal-polyfill';
import type { Table } from '../../kernel/persistence/table.ts';
import { toTimestamp } from '../../kernel/time/clock.ts';
import type { Timer } from '../../kernel/timers/timer-item.ts';
import { realTimersPartition, timerItem, timerKey, timersPartition } from '../../kernel/timers/timer-item.ts';
import type { TimerStore } from '../ports/timer-store.ts';

const dueAtOf = (instant: Temporal.Instant) => ({
  names: { '#dueAt': 'dueAt' },
  values: { ':dueAt': toTimestamp(instant) },
});

export const dynamoTimerStore = (table: Table): TimerStore => {
  const read = async (pk: string, limit: number, before?: Temporal.Instant): Promise<readonly Timer[]> => {
    const { items } = await table.query({
      index: 'gsi1',
      pk,
      limit,
      ...(before === undefined ? {} : { sk: { before: toTimestamp(before) } }),
    });
    return items.map((item) => timerItem.decode(item));
  };
  return {
    find: async (tenant, timer) => {
      const item = await table.get(timerKey(tenant, timer));
      return item === undefined ? undefined : timerItem.decode(item);
    },
    dueBefore: (tenant, instant, limit) => read(timersPartition(tenant), limit, instant),
    realDueBefore: (tenant, instant, limit) => read(realTimersPartition(tenant), limit, instant),
    all: (tenant, limit) => read(timersPartition(tenant), limit),
    done: async (tenant, timer) => {
      const condition = { text: '#dueAt = :dueAt', ...dueAtOf(timer.dueAt) };
      await table.write({ kind: 'delete', key: timerKey(tenant, timer), condition });
    },
    retime: async (tenant, timer, fireAtEpochSeconds) => {
      const due = dueAtOf(timer.dueAt);
      await table.write({
        kind: 'update',
        key: timerKey(tenant, timer),
        update: { text: 'SET fireAtEpochSeconds = :fireAt', values: { ':fireAt': fireAtEpochSeconds } },
        condition: { text: '#dueAt = :dueAt', ...due },
      });
    },
  };
};
