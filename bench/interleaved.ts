import type { Cpu } from './cpu-meter.ts';

/** What is measured: one request, from its start to its answer. */
export type Call = () => Promise<unknown>;

export const rounds = 7;
export const callsInRound = 120;
export const inFlight = 8;

/** CPU of a call in milliseconds. */
const costOf = async (call: Call, cpu: () => Cpu): Promise<Cpu> => {
  const before = cpu();
  let left = callsInRound;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const after = cpu();
  const each = (from: number, to: number): number => ((to - from) * 1_000) / callsInRound;
  return { client: each(before.client, after.client), server: each(before.server, after.server) };
};

/**
 * Measures calls in turn, the other way round in every second round, so that none has the better half of the machine
 * and the table grows for all of them alike.
 * @returns for each call its milliseconds of CPU by round
 */
export const interleaved = async (calls: readonly Call[], cpu: () => Cpu): Promise<readonly (readonly Cpu[])[]> => {
  for (const call of calls) await costOf(call, cpu);
  const costs = calls.map((): Cpu[] => []);
  for (let round = 0; round < rounds; round += 1) {
    const order = [...calls.entries()];
    if (round % 2 === 1) order.reverse();
    for (const [place, call] of order) costs[place]?.push(await costOf(call, cpu));
  }
  return costs;
};
