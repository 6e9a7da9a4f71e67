import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleSettings } from '../../lib/bundling.ts';

const root = join(import.meta.dirname, '..', '..');
const outdir = mkdtempSync(join(tmpdir(), 'nodal-credentials-'));

interface Probe {
  credentials(): Promise<Readonly<Record<string, unknown>>>;
}

let inputs: readonly string[] = [];
let probe: Probe;

beforeAll(async () => {
  const entry = join(outdir, 'probe.ts');
  const client = JSON.stringify(join(root, 'node_modules/@aws-sdk/client-dynamodb/dist-es/index.js'));
  writeFileSync(
    entry,
    `import { DynamoDBClient } from ${client}; export const credentials = () => new DynamoDBClient({}).config.credentials();`,
  );
  const { metafile } = buildSync({ ...bundleSettings, entryPoints: [entry], outdir: join(outdir, 'bundle') });
  inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  probe = (await import(pathToFileURL(join(outdir, 'bundle/probe.mjs')).href)) as Probe;
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

const environment = (values: Readonly<Record<string, string | undefined>>): void => {
  vi.stubEnv('AWS_REGION', 'ap-south-1');
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
};

describe('the credentials of a bundled function', () => {
  it('are those of its environment, the session included', async () => {
    const [id, secret, token] = ['ASIAEXAMPLE', 'a secret key', 'a session'];
    environment({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token });
    const found = await probe.credentials();
    expect(found).toMatchObject({ accessKeyId: id, secretAccessKey: secret, sessionToken: token });
  });

  it('are not looked for anywhere else', async () => {
    environment({ AWS_ACCESS_KEY_ID: undefined, AWS_PROFILE: 'somebody' });
    await expect(probe.credentials()).rejects.toThrow('AWS_ACCESS_KEY_ID is missing');
  });

  it.each(['credential-provider-', 'nested-clients'])('B6 bring no %s along', (name) => {
    expect(inputs.filter((file) => file.includes(name))).toEqual([]);
  });
});
