import '../../scripts/require-node-24.mjs';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { writePlatformFile } from '../platform-file.ts';
import { destroyStacks } from './cdk-cli.ts';
import { deployPlatform, prepareForCallers } from './deployment.ts';
import { repositoryRoot } from './install.ts';
import type { MinistackHandle } from './launcher.ts';
import { startMinistack, stopMinistack } from './launcher.ts';

/**
 * `npm run deploy:local` deploys to a MiniStack of its own, or to the one that AWS_ENDPOINT_URL names, and leaves it
 * up; run again, it deploys what has changed. `npm run deploy:local -- --down` takes it away.
 */
const file = path.join(repositoryRoot, '.local', 'ministack.json');

const left = z.object({ endpoint: z.string(), pid: z.number().optional(), scratch: z.string().optional() });

interface Emulator {
  readonly endpoint: string;
  /** What it takes to stop it; absent for an emulator that somebody else started. */
  readonly handle?: MinistackHandle;
  /** This run started it. */
  readonly isNew?: true;
}

const leftUp = async (): Promise<Emulator | undefined> => {
  if (!existsSync(file)) return undefined;
  const { endpoint, pid, scratch } = left.parse(JSON.parse(await readFile(file, 'utf8')));
  return pid === undefined || scratch === undefined ? { endpoint } : { endpoint, handle: { pid, scratch } };
};

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    return (await fetch(`${endpoint}/_ministack/health`)).ok;
  } catch {
    // Gone without a word, for example with the machine it ran on.
    return false;
  }
};

const emulator = async (): Promise<Emulator> => {
  const given = process.env['AWS_ENDPOINT_URL'];
  if (given !== undefined && given !== '') return { endpoint: given };
  const earlier = await leftUp();
  if (earlier?.handle !== undefined) {
    if (await answers(earlier.endpoint)) return earlier;
    await stopMinistack(earlier.handle);
  }
  const { endpoint, pid, scratch } = await startMinistack({ outlive: true });
  return { endpoint, handle: { pid, scratch }, isNew: true };
};

const up = async (): Promise<void> => {
  const { endpoint, handle, isNew } = await emulator();
  console.log(`MiniStack answers on ${endpoint}; deploying…`);
  try {
    const reachable = await prepareForCallers(await deployPlatform(endpoint));
    const content = { ...reachable, endpoint, ...handle };
    writePlatformFile(file, content);
    console.log(JSON.stringify(content, null, 2));
  } catch (error) {
    // No file says that it is there, so nobody could stop it later.
    if (isNew === true && handle !== undefined) await stopMinistack(handle);
    throw error;
  }
};

const down = async (): Promise<void> => {
  const earlier = await leftUp();
  if (earlier === undefined) {
    console.log('Nothing is deployed.');
    return;
  }
  await (earlier.handle === undefined ? destroyStacks(earlier.endpoint) : stopMinistack(earlier.handle));
  await rm(file);
  console.log('Taken down.');
};

const { values } = parseArgs({ options: { down: { type: 'boolean', default: false } } });

try {
  await (values.down ? down() : up());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
