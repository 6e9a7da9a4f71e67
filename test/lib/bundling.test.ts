import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kebab } from '../../functions/kernel/operation/declaration.ts';
import { addStacks } from '../../lib/app.ts';
import { bundleSubdomain } from '../../lib/bundling.ts';
import { stages } from '../../lib/stages.ts';
import { subdomains } from '../../lib/subdomains.ts';
import { fixtureSubdomains } from '../infra/fixtures/declarations.ts';

const timers = subdomains.find(({ name }) => name === 'timers')!;
const outdir = mkdtempSync(join(tmpdir(), 'nodal-bundle-'));
const bundle = join(outdir, 'bundles', 'Stack');

const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('.'))
    .sort();

beforeAll(() => {
  bundleSubdomain({ outdir, stackName: 'Stack', subdomain: timers });
});

afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

describe('the bundle of a subdomain', () => {
  it('holds a module for each operation, which exports its handler', async () => {
    for (const { operationId } of timers.operations) {
      const loaded = (await import(pathToFileURL(join(bundle, kebab(operationId), 'index.mjs')).href)) as object;
      expect(Object.keys(loaded)).toContain('handler');
    }
  });

  it('shares what the operations have in common, with source maps and without sources', () => {
    const files = filesIn(bundle);
    expect(files.filter((file) => file.startsWith('shared/') && file.endsWith('.mjs')).length).toBeGreaterThan(0);
    for (const file of files.filter((name) => name.endsWith('.mjs'))) expect(files).toContain(`${file}.map`);
    const [map] = files.filter((file) => file.endsWith('.map'));
    expect(readFileSync(join(bundle, map ?? ''), 'utf8')).not.toContain('"sourcesContent"');
  });

  it('gives what stands behind a Function URL code of its own, in one file', () => {
    const authorizations = subdomains.find(({ name }) => name === 'authorizations')!;
    bundleSubdomain({ outdir, stackName: 'Urls', subdomain: authorizations });
    const { outputs } = JSON.parse(readFileSync(join(outdir, 'bundles', 'Urls.meta.json'), 'utf8')) as {
      outputs: Record<string, { entryPoint?: string; imports: { external?: boolean }[] }>;
    };
    const chunksOf = (operation: string) =>
      Object.entries(outputs).flatMap(([file, { imports }]) =>
        file.endsWith(`/${operation}/index.mjs`) ? imports.filter(({ external }) => external !== true) : [],
      );
    expect(Object.keys(outputs).some((file) => file.endsWith('/decide-authorization/index.mjs'))).toBe(true);
    expect(chunksOf('decide-authorization')).toEqual([]);
    expect(chunksOf('get-decision')).not.toEqual([]);
  });

  it('tells the size check what went into it', () => {
    const { outputs } = JSON.parse(readFileSync(join(outdir, 'bundles', 'Stack.meta.json'), 'utf8')) as {
      outputs: Record<string, { bytes: number; entryPoint?: string }>;
    };
    const entryPoints = Object.values(outputs).flatMap(({ entryPoint }) =>
      entryPoint === undefined ? [] : [entryPoint],
    );
    // What is imported lazily counts as an entry point too.
    expect(entryPoints.filter((file) => file.startsWith('functions/')).sort()).toEqual(
      timers.operations.map(({ operationId }) => `functions/timers/${kebab(operationId)}/handler.ts`).sort(),
    );
  });

  it('is the same when it is made again, and holds nothing of the time before', () => {
    const before = filesIn(bundle);
    const [first] = timers.operations;
    bundleSubdomain({ outdir, stackName: 'Stack', subdomain: { name: 'timers', operations: [first!] } });
    expect(filesIn(bundle)).not.toEqual(before);
    bundleSubdomain({ outdir, stackName: 'Stack', subdomain: timers });
    expect(filesIn(bundle)).toEqual(before);
  });
});

it('nothing is bundled for a stack that the command line did not select', () => {
  const empty = mkdtempSync(join(tmpdir(), 'nodal-unbundled-'));
  const app = new App({
    outdir: empty,
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [] },
  });
  addStacks(app, { stage: stages.dev, bundle: true, subdomains: fixtureSubdomains });
  app.synth();
  expect(existsSync(join(empty, 'bundles'))).toBe(false);
  rmSync(empty, { recursive: true, force: true });
});
