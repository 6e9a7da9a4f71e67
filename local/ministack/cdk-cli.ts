import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { repositoryRoot } from './install.ts';
import { ministackCredentials, ministackRegion } from './launcher.ts';

/** MiniStack's only account. */
const account = '000000000000';
const cliTimeoutMs = 420_000;
const shownOnFailure = 6_000;

const stackOutputs = z.record(z.string(), z.record(z.string(), z.string()));

/** Outputs of every deployed stack, by stack and output name. */
export type StackOutputs = z.output<typeof stackOutputs>;

const context = (endpoint: string): readonly string[] => ['-c', 'stage=ministack', '-c', `endpoint=${endpoint}`];

/**
 * Bootstraps the account and deploys every stack of the stage `ministack` with the CDK CLI that also deploys to AWS.
 *
 * @param endpoint base URL of the emulator, which its functions reach under the same address
 * @throws Error with the end of the CLI's output when it fails or takes more than seven minutes
 */
export async function deployStacks(endpoint: string): Promise<StackOutputs> {
  const assembly = await mkdtemp(path.join(tmpdir(), 'nodal-cdk-'));
  const outputsFile = path.join(assembly, 'outputs.json');
  const shared = [...context(endpoint), '--output', path.join(assembly, 'out')];
  try {
    await runCdk(endpoint, ['bootstrap', `aws://${account}/${ministackRegion}`, ...shared]);
    const unattended = ['--require-approval', 'never', '--concurrency', '4', '--progress', 'events'];
    await runCdk(endpoint, ['deploy', '--all', ...unattended, '--outputs-file', outputsFile, ...shared]);
    return stackOutputs.parse(JSON.parse(await readFile(outputsFile, 'utf8')));
  } finally {
    await rm(assembly, { recursive: true, force: true });
  }
}

/** Deletes every stack; for an emulator that somebody else started and goes on using. */
export async function destroyStacks(endpoint: string): Promise<void> {
  const assembly = await mkdtemp(path.join(tmpdir(), 'nodal-cdk-'));
  try {
    await runCdk(endpoint, ['destroy', '--all', '--force', ...context(endpoint), '--output', assembly]);
  } finally {
    await rm(assembly, { recursive: true, force: true });
  }
}

async function runCdk(endpoint: string, args: readonly string[]): Promise<void> {
  const require = createRequire(import.meta.url);
  const cli = require.resolve('aws-cdk/bin/cdk');
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: repositoryRoot,
    env: cliEnvironment(endpoint),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: cliTimeoutMs,
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => output.push(chunk));
  }
  await once(child, 'close');
  if (child.exitCode !== 0) {
    const ended = child.exitCode ?? child.signalCode;
    throw new Error(`cdk ${args[0]} ended with ${ended}:\n${output.join('').slice(-shownOnFailure)}`);
  }
}

/** Nothing of the caller's AWS configuration: a profile in it could send the deployment to a real account. */
function cliEnvironment(endpoint: string): NodeJS.ProcessEnv {
  const { PATH = '', HOME } = process.env;
  return {
    // The app is started as `node`: it has to be the one that runs this file.
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${PATH}`,
    ...(HOME === undefined ? {} : { HOME }),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: ministackRegion,
    AWS_ACCESS_KEY_ID: ministackCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ministackCredentials.secretAccessKey,
    AWS_CONFIG_FILE: path.join(tmpdir(), 'nodal-no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(tmpdir(), 'nodal-no-aws-config'),
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: '1',
    NO_COLOR: '1',
  };
}
