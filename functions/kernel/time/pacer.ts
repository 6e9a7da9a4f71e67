import { setTimeout as sleep } from 'node:timers/promises';

/** Durations on a clock that never jumps: how long something has taken, and waiting. Says nothing about the date. */
export interface Pacer {
  /** Milliseconds since an arbitrary moment; never less than before. */
  elapsed(): number;
  /** Waits. @param milliseconds 0 or more */
  pause(milliseconds: number): Promise<void>;
  /**
   * Waits for the work, but no longer than that.
   * @returns undefined when the time was over first; the work goes on, its outcome is dropped
   */
  within<Value>(milliseconds: number, work: Promise<Value>): Promise<{ readonly value: Value } | undefined>;
}

/** The machine's monotonic clock. */
export const systemPacer: Pacer = {
  elapsed: () => performance.now(),
  pause: async (milliseconds) => sleep(milliseconds),
  within: async (milliseconds, work) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(
        () => {
          resolve(undefined);
        },
        Math.max(0, milliseconds),
      );
      work
        .then((value) => resolve({ value }), reject)
        .finally(() => {
          clearTimeout(late);
        });
    }),
};

/** Until when an answer is worked on, in readings of the Pacer. */
export interface Deadline {
  /** Nothing is tried again whose answer would come later than this. */
  readonly retryUntil: number;
  /** Then the wait ends, whatever is under way. */
  readonly stopAt: number;
}

/** How long somebody who waits for an answer may be kept waiting, in milliseconds. */
export interface TimeBudget {
  readonly retryForMs: number;
  readonly stopAfterMs: number;
}

/** What a card network leaves for a decision: tried again for 800 ms, answered after 1,500 ms at the latest. */
export const authorizationBudget: TimeBudget = { retryForMs: 800, stopAfterMs: 1500 };

/** @param startedAt reading of the Pacer when the caller began to wait */
export const deadlineOf = (startedAt: number, { retryForMs, stopAfterMs }: TimeBudget): Deadline => ({
  retryUntil: startedAt + retryForMs,
  stopAt: startedAt + stopAfterMs,
});
