import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
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

export interface LaunchOptions {
  /** TCP port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** Names of the repairs to apply (files in `repairs/`); all when left out. */
  readonly repairs?: readonly string[];
  /** Factor on the waits of Step Functions, such as 0.1; real time when left out. */
  readonly workflowWaitScale?: number;
}

export interface RunningMinistack {
  /** Base URL for `AWS_ENDPOINT_URL`, without a trailing slash. */
  readonly endpoint: string;
  /** Process id of the emulator and of the process group that its function workers share. */
  readonly pid: number;
  /** File that receives the emulator's output. */
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
  const port = options.port ?? (await freePort());
  const local = path.join(repositoryRoot, '.local');
  await mkdir(local, { recursive: true });
  // Not below the repository: workers are started from it, and the package.json above them would
  // make their CommonJS file an ES module.
  const scratch = await mkdtemp(path.join(tmpdir(), `nodal-ministack-${port}-`));
  const logFile = path.join(local, `ministack-${port}.log`);
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

  const stop = async (): Promise<void> => {
    await endGroup(child);
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    await untilHealthy(endpoint, child);
  } catch (cause) {
    await stop();
    const output = (await readFile(logFile, 'utf8')).slice(-2000);
    throw new Error(`MiniStack did not start on port ${port}:\n${output}`, { cause });
  }
  return { endpoint, pid: pidOf(child), logFile, stop };
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

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
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

async function endGroup(child: ChildProcess): Promise<void> {
  const pid = pidOf(child);
  const ended = hasEnded(child) ? Promise.resolve() : once(child, 'exit');
  signalGroup(pid, 'SIGTERM');
  await Promise.race([ended, sleep(stopTimeoutMs, undefined, { ref: false })]);
  // Workers that ignored the polite signal, and the emulator itself if it hangs.
  signalGroup(pid, 'SIGKILL');
  await ended;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!gone) throw error;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('MiniStack was never started');
  return child.pid;
}
