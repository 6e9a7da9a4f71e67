import type { Pacer } from '../../functions/kernel/time/pacer.ts';

/** Time that passes only while everybody waits: a second of it takes no time. */
export interface VirtualTime extends Pacer {
  /** Lets time pass until the work has ended. */
  run<Value>(work: Promise<Value>): Promise<Value>;
  /** Lets everything happen that is still to come. */
  drain(): Promise<void>;
}

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

export const virtualTime = (): VirtualTime => {
  let now = 0;
  const alarms: Alarm[] = [];
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      alarms.push({ at: now + Math.max(0, milliseconds), ring: resolve });
    });
  /** Everything that can go on without waiting has done so. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const ringNext = (): boolean => {
    const [first, ...others] = alarms;
    if (first === undefined) return false;
    const next = others.reduce((least, alarm) => (alarm.at < least.at ? alarm : least), first);
    alarms.splice(alarms.indexOf(next), 1);
    now = next.at;
    next.ring();
    return true;
  };
  return {
    elapsed: () => now,
    pause,
    within: async (milliseconds, work) =>
      Promise.race([work.then((value) => ({ value })), pause(milliseconds).then(() => undefined)]),
    run: async (work) => {
      const state = { ended: false };
      const watched = work.finally(() => (state.ended = true));
      watched.catch(() => undefined);
      await settle();
      while (!state.ended) {
        if (!ringNext()) throw new Error('everybody waits and nothing is to come');
        await settle();
      }
      return watched;
    },
    drain: async () => {
      do await settle();
      while (ringNext());
    },
  };
};
