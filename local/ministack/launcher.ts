import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installMinistack, repositoryRoot } from './install.ts';

/** The region everything runs in, also inside the functions. */
export const ministackRegion = 'ap-south-1';

/** MiniStack checks no signature; any pair of credentials is the one account. */
export const ministackCredentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

const startTimeoutMs = 60_000;
const stopTimeoutMs = 10_000;
const pollMs = 100;
const logName = 'ministack.log';

export interface LaunchOptions {
  /** TCP port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** Names of the repairs to apply (files in `repairs/`); all when left out. */
  readonly repairs?: readonly string[];
  /** Factor on the waits of Step Functions, such as 0.1; real time when left out. */
  readonly workflowWaitScale?: number;
  /** Whether it goes on when this process ends; `stopMinistack` ends it then. Otherwise they end together. */
  readonly outlive?: boolean;
}

/** What it takes to end an emulator from another process. */
export interface MinistackHandle {
  /** Process id of the emulator and of the process group that its function workers share. */
  readonly pid: number;
  /** Directory of its temporary files; it is there for as long as the emulator has not been stopped. */
  readonly scratch: string;
}

export interface RunningMinistack extends MinistackHandle {
  /** Base URL for `AWS_ENDPOINT_URL`, without a trailing slash. */
  readonly endpoint: string;
  /** File that receives the emulator's output; `stop` leaves a copy in `.local/ministack.log`. */
  readonly logFile: string;
  /** Ends the emulator and its workers and removes their files; safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Installs MiniStack if needed, starts it on the loopback interface and waits until it answers.
 *
 * @throws Error when it ends early or is not healthy within a minute; the message carries its last output.
 */
export async function startMinistack(options: LaunchOptions = {}): Promise<RunningMinistack> {
  const { packages, python } = await installMinistack();
  const port = await freePort(options.port ?? 0);
  // Not below the repository: workers are started from it, and the package.json above them would
  // make their CommonJS file an ES module.
  const scratch = await mkdtemp(path.join(tmpdir(), `nodal-ministack-${port}-`));
  const logFile = path.join(scratch, logName);
  const endpoint = `http://127.0.0.1:${port}`;

  const log = openSync(logFile, 'w');
  const child = spawn(python, [path.join(import.meta.dirname, 'run.py')], {
    cwd: scratch,
    env: emulatorEnvironment({ packages, port, scratch, options }),
    // Its own process group: `stop` ends the workers it has spawned together with it.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);

  const handle = { pid: pidOf(child), scratch };
  const endTogether = (): void => {
    signalGroup(handle.pid, 'SIGKILL');
  };
  if (options.outlive === true) child.unref();
  else process.once('exit', endTogether);
  const stop = async (): Promise<void> => {
    process.off('exit', endTogether);
    await stopMinistack(handle);
  };
  try {
    await untilHealthy(endpoint, child);
  } catch (cause) {
    const output = (await readFile(logFile, 'utf8')).slice(-2000);
    await stop();
    throw new Error(`MiniStack did not start on port ${port}:\n${output}`, { cause });
  }
  return { ...handle, endpoint, logFile, stop };
}

/** Ends an emulator and its workers and removes their files; nothing happens when that is done already. */
export async function stopMinistack({ pid, scratch }: MinistackHandle): Promise<void> {
  // The directory is the proof that the process id still means this emulator and no later process.
  if (!existsSync(scratch)) return;
  signalGroup(pid, 'SIGTERM');
  const deadline = performance.now() + stopTimeoutMs;
  while (groupIsAlive(pid) && performance.now() < deadline) await sleep(pollMs);
  // Whatever ignored the polite signal.
  signalGroup(pid, 'SIGKILL');
  await copyFile(path.join(scratch, logName), path.join(repositoryRoot, '.local', logName));
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}

interface EnvironmentInput {
  readonly packages: string;
  readonly port: number;
  readonly scratch: string;
  readonly options: LaunchOptions;
}

/**
 * The emulator's whole environment. It is built from nothing, since what is in it leaks into the
 * functions: with AWS_ENDPOINT_URL set there they would call another emulator, and an empty one sends
 * the SDK to the real AWS.
 */
function emulatorEnvironment({ packages, port, scratch, options }: EnvironmentInput): NodeJS.ProcessEnv {
  return {
    // Workers run whatever `node` comes first: it has to be the one that runs this file.
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    HOME: scratch,
    TMPDIR: scratch,
    STATE_DIR: scratch,
    PYTHONPATH: packages,
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_REGION: ministackRegion,
    AWS_ACCESS_KEY_ID: ministackCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ministackCredentials.secretAccessKey,
    LAMBDA_EXECUTOR: 'local',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    SFN_WAIT_SCALE: String(options.workflowWaitScale ?? 1),
    ...(options.repairs === undefined ? {} : { MINISTACK_REPAIRS: options.repairs.join(',') }),
  };
}

/** The wanted port if nothing listens there, or any free one for 0. */
async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening').catch((cause: unknown) => {
    throw new Error(`port ${wanted} is already in use`, { cause });
  });
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP port was assigned');
  return address.port;
}

async function untilHealthy(endpoint: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline) {
    if (hasEnded(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
    if (await answers(`${endpoint}/_ministack/health`)) return;
    await sleep(pollMs);
  }
  throw new Error(`not healthy after ${startTimeoutMs} ms`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Refused until the socket listens; the caller's deadline decides when that is a failure.
    return false;
  }
}

/** Sends the signal, or merely asks with signal 0; answers whether there was a process to get it. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

function groupIsAlive(pid: number): boolean {
  return signalGroup(pid, 0);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('MiniStack was never started');
  return child.pid;
}
