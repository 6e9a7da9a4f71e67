import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimFile } from './data-guard.ts';

/** A DynamoDB that answers at `endpoint`. */
export interface TableServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Tables with their rows, in the form in which DynamoDB exports them. */
export interface ExportedTables {
  /** Holds `<table>/data/*.json`, one `{"Item": …}` a line. */
  readonly folder: string;
  /** File with the tables' descriptions, as DescribeTable answers. */
  readonly descriptions: string;
}

export interface TableServerOptions {
  /** File that keeps the table; in memory when absent. */
  readonly dataFile?: string | undefined;
  /** What a table in memory holds from the beginning; it is read before this answers, and not again. */
  readonly exported?: ExportedTables | undefined;
  /** An endpoint that is already there; nothing is started then. */
  readonly endpoint?: string | undefined;
}

interface Patience {
  readonly withinMs: number;
  readonly lookEveryMs: number;
}

const patience: Patience = { withinMs: 10_000, lookEveryMs: 5 };
/** It reads some 100,000 rows in seconds, and on a busy machine in minutes. */
const importPatience: Patience = { withinMs: 300_000, lookEveryMs: 100 };

const binaryPath = (): string => {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64') {
    throw new Error(
      `The embedded table comes for linux-x64 only and this is ${platform}. ` +
        'Start any DynamoDB (for example DynamoDB Local) and give its address in DYNAMODB_ENDPOINT.',
    );
  }
  const manifest = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
  const path = join(dirname(manifest), 'dynoxide');
  if (!existsSync(path)) throw new Error(`The embedded table is not installed (${path}): run npm ci.`);
  return path;
};

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
};

// The shell holds our end of a pipe: when this process dies, however hard, the pipe closes and the table stops too.
// When the table ends by itself, so does the shell.
const stopsWithParent = `
exec 3<&0
"$@" 3<&- & table=$!
{ cat <&3; kill "$table"; } >/dev/null 2>&1 & watch=$!
exec 3<&-
wait "$table"
kill "$watch" 2>/dev/null`;

const answers = (endpoint: string): Promise<boolean> =>
  fetch(endpoint, { signal: AbortSignal.timeout(500) }).then(
    () => true,
    () => false,
  );

const awaitReady = async (
  endpoint: string,
  { withinMs, lookEveryMs }: Patience,
  gone: () => boolean,
): Promise<boolean> => {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline && !gone()) {
    if (await answers(endpoint)) return true;
    await sleep(lookEveryMs);
  }
  return false;
};

/** What the engine is told beside its address. */
const storageOf = ({ dataFile, exported }: TableServerOptions): readonly string[] => {
  if (exported !== undefined) {
    return ['import', '--source', exported.folder, '--schema', exported.descriptions, '--serve'];
  }
  return dataFile === undefined ? [] : ['--db-path', dataFile];
};

const startProcess = async (options: TableServerOptions): Promise<TableServer> => {
  const port = await freePort();
  const command = [binaryPath(), ...storageOf(options), '--host', '127.0.0.1', '--port', String(port)];
  const child = spawn('sh', ['-c', stopsWithParent, 'sh', ...command], { stdio: ['pipe', 'ignore', 'pipe'] });
  let exited = false;
  let complaint = '';
  const exit = new Promise<void>((resolve) =>
    // Not `exit`: what it complained of has been read by now too.
    child.once('close', () => {
      exited = true;
      resolve();
    }),
  );
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000);
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await exit;
  };
  const howLong = options.exported === undefined ? patience : importPatience;
  if (await awaitReady(endpoint, howLong, () => exited)) return { endpoint, stop };
  await stop();
  throw new Error(`The embedded table did not start. ${complaint.trim()}`);
};

/**
 * Starts the embedded DynamoDB on a free loopback port, or uses the endpoint it is given.
 * @throws Error on other platforms without an endpoint, and when another process has the data file
 */
export const startTableServer = async (options: TableServerOptions): Promise<TableServer> => {
  if (options.endpoint !== undefined) return { endpoint: options.endpoint, stop: async () => undefined };
  if (options.dataFile === undefined) return startProcess(options);
  const claim = claimFile(options.dataFile);
  try {
    const server = await startProcess(options);
    return {
      endpoint: server.endpoint,
      stop: async () => {
        await server.stop();
        claim.release();
      },
    };
  } catch (error) {
    claim.release();
    throw error;
  }
};
