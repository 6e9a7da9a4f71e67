import { readFileSync, readdirSync } from 'node:fs';

const ticksPerSecond = 100;

/** Seconds of CPU that a process has used; Linux tells it in ticks of 10 ms. */
const secondsOf = (pid: string): number => {
  // The name in brackets may hold blanks; what follows does not.
  const [, fields = ''] = /^.*\) (.*)$/su.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const parts = fields.split(' ');
  return (Number(parts[11]) + Number(parts[12])) / ticksPerSecond;
};

const serverOf = (endpoint: string): string => {
  const { port } = new URL(endpoint);
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/u.test(pid)) return false;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return command[0]?.endsWith('dynoxide') === true && command.includes(port);
    } catch {
      // It ended while we looked.
      return false;
    }
  });
  if (found === undefined) throw new Error(`no table server at ${endpoint}`);
  return found;
};

/** CPU of both sides of a request. */
export interface Cpu {
  /** This process. */
  readonly client: number;
  /** The table server. */
  readonly server: number;
}

export const wholeOf = ({ client, server }: Cpu): number => client + server;

/** Seconds of CPU since the start of each. */
export const cpuMeter = (endpoint: string): (() => Cpu) => {
  const server = serverOf(endpoint);
  return () => {
    const { user, system } = process.cpuUsage();
    return { client: (user + system) / 1_000_000, server: secondsOf(server) };
  };
};

export const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
