import { setTimeout as sleep } from 'node:timers/promises';

/** Who is at work in the platform: requests, deliveries, workflow steps. Tells when everything has come to rest. */
export interface Activity {
  /** Marks the begin of a piece of work. @returns marks its end; call it once */
  begin(): () => void;
  /** Pieces of work under way. */
  busy(): number;
  /** Pieces of work ever begun. */
  begun(): number;
}

export const activity = (): Activity => {
  let busy = 0;
  let begun = 0;
  return {
    begin: () => {
      busy += 1;
      begun += 1;
      return () => {
        busy -= 1;
      };
    },
    busy: () => busy,
    begun: () => begun,
  };
};

/** What can still cause work by itself. */
export interface Source {
  /** True when it holds nothing that is due. */
  settled(): boolean | Promise<boolean>;
}

const pauseMs = 5;

/**
 * Resolves when no work is under way and no source holds any, twice in a row without a new beginning.
 * @throws Error after `timeoutMs`
 */
export const atRest = async (work: Activity, sources: readonly Source[], timeoutMs = 15_000): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  let quietSince: number | undefined;
  while (performance.now() < deadline) {
    const before = work.begun();
    const settled = await Promise.all(sources.map(async (source) => source.settled()));
    const quiet = work.busy() === 0 && before === work.begun() && settled.every(Boolean);
    if (quiet && quietSince === before) return;
    quietSince = quiet ? before : undefined;
    await sleep(pauseMs);
  }
  throw new Error(`the platform did not come to rest within ${timeoutMs} ms`);
};

const longestEndingMs = 5_000;

/** Resolves when no work is under way any more; at the latest after five seconds, for work that will not end. */
export const atEase = async (work: Activity): Promise<void> => {
  const deadline = performance.now() + longestEndingMs;
  while (work.busy() > 0 && performance.now() < deadline) await sleep(pauseMs);
};
