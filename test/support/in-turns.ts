import type { TestPlatform } from './test-platform.ts';

/** A process, with table and providers that answer only when it is its turn. */
type Process<Result> = (platform: TestPlatform) => Promise<Result>;

interface Waiting {
  readonly process: number;
  readonly go: () => void;
}

/**
 * Runs processes at once, each await of table or provider in the given order: no other runs until it is answered. So an
 * order is one interleaving, and the same one whenever it is run again.
 * @param order at each step, which of the processes goes on; whoever waits longest where that one has ended
 */
export const inTurns = async <Result>(
  platform: TestPlatform,
  processes: readonly Process<Result>[],
  order: readonly number[],
): Promise<readonly PromiseSettledResult<Result>[]> => {
  const waiting: Waiting[] = [];
  const running = new Set(processes.keys());
  let [underWay, step] = [0, 0];
  const next = (): void => {
    const isEverybodyThere = [...running].every((one) => waiting.some(({ process }) => process === one));
    if (underWay > 0 || !isEverybodyThere || waiting.length === 0) return;
    const preferred = waiting.findIndex(({ process }) => process === order[step]);
    const [chosen] = waiting.splice(Math.max(preferred, 0), 1);
    step += 1;
    underWay += 1;
    chosen?.go();
  };
  const turn =
    (process: number) =>
    async <Answer>(send: () => Promise<Answer>): Promise<Answer> => {
      await new Promise<void>((go) => {
        waiting.push({ process, go });
        next();
      });
      try {
        return await send();
      } finally {
        underWay -= 1;
        // Whoever got this answer comes to its next await, or to its end, before anybody else goes on.
        setImmediate(next);
      }
    };
  const platformOf = (process: number): TestPlatform => {
    const inTurn = turn(process);
    const { table } = platform;
    return {
      ...platform,
      fetch: (input, init) => inTurn(() => platform.fetch(input, init)),
      table: {
        get: (key, read) => inTurn(() => table.get(key, read)),
        query: (request) => inTurn(() => table.query(request)),
        write: (write) => inTurn(() => table.write(write)),
        transact: (writes, token) => inTurn(() => table.transact(writes, token)),
      },
    };
  };
  return Promise.allSettled(
    processes.map(async (process, at) => {
      try {
        return await process(platformOf(at));
      } finally {
        running.delete(at);
        setImmediate(next);
      }
    }),
  );
};
