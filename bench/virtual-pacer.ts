import type { Pacer } from '../functions/kernel/time/pacer.ts';

/** Time that passes only while everybody waits. */
export interface VirtualPacer extends Pacer {
  /** Runs the work to its end, moving time on whenever nothing else is to be done. */
  run<Value>(work: Promise<Value>): Promise<Value>;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const virtualPacer = (): VirtualPacer => {
  let now = 0;
  let waiting: { readonly at: number; readonly wake: () => void }[] = [];
  const pause = async (milliseconds: number): Promise<void> =>
    new Promise((wake) => waiting.push({ at: now + milliseconds, wake }));
  const moveOn = (): void => {
    const [next] = waiting.toSorted((left, right) => left.at - right.at);
    if (next === undefined) return;
    waiting = waiting.filter((other) => other !== next);
    now = Math.max(now, next.at);
    next.wake();
  };
  return {
    elapsed: () => now,
    pause,
    within: async (milliseconds, work) =>
      Promise.race([work.then((value) => ({ value })), pause(milliseconds).then(() => undefined)]),
    run: async (work) => {
      const progress = { isDone: false };
      const finish = (): void => {
        progress.isDone = true;
      };
      work.then(finish, finish);
      await settled();
      while (!progress.isDone) {
        moveOn();
        await settled();
      }
      return work;
    },
  };
};
