import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const ownerOf = (pidFile: string): number | undefined => {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Makes this process the only user of a data file: the embedded table itself would not refuse a second one.
 * A pid file left by a process that is gone is taken over.
 * @throws Error when another living process has it
 */
export const claimFile = (dataFile: string): { release(): void } => {
  const pidFile = `${dataFile}.pid`;
  mkdirSync(dirname(dataFile), { recursive: true });
  const owner = ownerOf(pidFile);
  if (owner !== undefined && isRunning(owner)) {
    throw new Error(`${dataFile} is in use by process ${owner}. Stop it, or choose another file in NODAL_DATA.`);
  }
  rmSync(pidFile, { force: true });
  // Exclusive: of two that found the old owner gone, one fails here.
  writeFileSync(pidFile, String(process.pid), { flag: 'wx' });
  return { release: () => rmSync(pidFile, { force: true }) };
};
